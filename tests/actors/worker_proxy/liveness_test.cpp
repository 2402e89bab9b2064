// Whether a worker answers.
#include "tests/fixtures/proxy_parts_fixture.hpp"

namespace mw::liveness_test {

using namespace std::chrono_literals;
using test::proxy_parts_fixture;
using words = std::vector<std::string>;

namespace {

struct liveness_fixture : proxy_parts_fixture {
  liveness_fixture() { watch(); }

  void answer() {
    auto question = next_channel();
    CHECK(question.received() == "show version\n");
    question.send("2.9.1\n\n");
    settle();
  }
};

} // namespace

TEST_CASE_METHOD(liveness_fixture, "liveness: a worker is ready with its first answer, once") {
  CHECK(told.empty());
  answer();
  CHECK(told == words{"ready 2.9.1"});
  pass(5s);
  answer();
  CHECK(told.size() == 1);
}

TEST_CASE_METHOD(liveness_fixture, "liveness: an answer without a version is one all the same") {
  next_channel().send("Unknown command\n");
  settle();
  CHECK(told == words{"ready "});
}

TEST_CASE_METHOD(liveness_fixture, "liveness: silence is told, and its end") {
  answer();
  for (auto silent = 0s; silent <= 15s; silent += 5s)
    pass(5s);
  CHECK(told == words{"ready 2.9.1", "silent"});
  answer();
  CHECK(told.back() == "lives");
}

TEST_CASE_METHOD(liveness_fixture, "liveness: a worker that is silent for too long hangs") {
  answer();
  for (auto silent = 0s; silent <= 60s; silent += 5s)
    pass(5s);
  CHECK(told == words{"ready 2.9.1", "silent", "hangs"});
}

TEST_CASE_METHOD(liveness_fixture, "liveness: when the worker has ended nothing is asked") {
  answer();
  end();
  pass(120s);
  CHECK(told.size() == 1);
}

TEST_CASE("payloads end with words from 2.9 on") {
  CHECK(has_patterns("2.9.0"));
  CHECK(has_patterns("3.0-dev"));
  CHECK(has_patterns("10.0"));
  for (const auto* version : {"2.8.99", "1.9", "", "2", "x.y"})
    CHECK_FALSE(has_patterns(version));
}

} // namespace mw::liveness_test

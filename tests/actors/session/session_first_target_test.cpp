// A session of a -S with a target: as one on that worker's own socket.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_first_target_test {

namespace {

struct session_of_worker : test::session_fixture {
  session_of_worker()
      : session_fixture(access_level::admin, severity_output::none, test::at_first) {}

  /// Checks that worker 1 gets this next, and answers it.
  void worker_runs(const std::string& text, const std::string& reply) {
    CHECK(worker.commands() == std::vector{text});
    worker.answer(reply);
    settle();
  }

  test::framed_worker worker;
};

} // namespace

TEST_CASE_METHOD(session_of_worker,
                 "what a client says to a worker's own socket goes to it, and the "
                 "first line is all") {
  type("show info;show stat\nshow version\n");
  proxy_opens(worker);
  worker_runs("show info", "i\n\n");
  worker_runs("show stat", "s\n\n");
  CHECK(shown() == "i\n\ns\n\n");
  CHECK(client.closed());
}

TEST_CASE_METHOD(session_of_worker, "with a prompt there is no end to it") {
  type("prompt\n");
  CHECK(shown() == "1271> ");
  type("show info\n");
  proxy_opens(worker);
  worker_runs("show info", "i\n\n");
  CHECK(shown() == "i\n\n1271> ");
  type("prompt n;@master show version\n");
  runs("show version", "v\n\n");
  shown();
  CHECK(client.closed());
}

TEST_CASE_METHOD(session_of_worker, "an empty line is a line") {
  type("\n");
  proxy_opens(worker);
  worker_runs("", "\n");
  CHECK(shown() == "\n");
  CHECK(client.closed());
}

} // namespace mw::session_first_target_test

// The master: listeners that speak TLS get their new certificates when a reload has succeeded.
#include "tests/fixtures/reload_fixture.hpp"

namespace mw::master_certificate_test {

using mw::test::share;

namespace {

struct certificate_fixture : test::reload_fixture {
  certificate_fixture() : reload_fixture(1) {
    listener.send(master, watch_certificate{7}, listener.as<listener_actor>());
    settle();
  }

  /// Lets the loader answer with these certificates.
  void loads(const std::vector<certificate_box>& certificates) {
    ask();
    loader.answer<load_configuration>([&](const load_configuration&) {
      return loaded_configuration{{share(test::plan_of(1))}, {}, certificates};
    });
    settle();
  }

  test::peer listener{system};
};

} // namespace

TEST_CASE_METHOD(certificate_fixture, "a listener gets its certificate when the reload is done") {
  loads({{6, {}}, {7, {}}});
  CHECK(listener.empty());
  ready(2);
  CHECK(listener.empty());
  route_news_reads();
  CHECK(listener.take<renew_certificate>().certificate.listener == 7);
  CHECK(listener.empty());
}

TEST_CASE_METHOD(certificate_fixture, "a reload that fails renews no certificate, nor later") {
  loads({{7, {}}});
  tell(worker_ended{.process = process(2), .exit_code = 1});
  route_news_reads();
  CHECK(answers.at(0).success == false);
  CHECK(listener.empty());
  loads({});
  ready(3);
  route_news_reads();
  CHECK(answers.at(1).success);
  CHECK(listener.empty());
}

} // namespace mw::master_certificate_test

// A worker proxy that fetches servers' states from the process before.
#include "net/base/sealed_text.hpp"
#include "tests/fixtures/framed_worker.hpp"
#include "tests/fixtures/proxy_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

namespace mw::worker_proxy_states_test {

using namespace std::chrono_literals;

namespace {

struct handover_fixture : test::proxy_fixture {
  /// Begins: the proxy of the process before has been asked for a channel, and no process is
  /// started yet.
  void begin() {
    plan.takes_over_states = true;
    plan.program = script->program();
    proxy = spawn<worker_proxy_state>(
        process_key{2, 5, 0, 0}, std::make_shared<const generation_plan>(plan),
        master.as<master_actor>(),
        worker_surroundings{.predecessor = before.as<worker_proxy_actor>()});
    settle();
    CHECK(master.empty());
  }

  void channel_is_open() {
    before.answer<open_channel>([this](const open_channel&) { return worker.opened(); });
    settle();
    CHECK(worker.commands() == std::vector<std::string>{"show servers state;show servers addr"});
  }

  /// Awaits the start. Returns the reason why the process has no states, as the answer to the
  /// reload has it.
  std::string started() {
    auto why = std::string{};
    if (!log.take().empty())
      why = master.take<worker_said>().lines;
    process = master.take<worker_started>().process;
    view.emplace(process.pid);
    return why.substr(std::min(why.find("worker"), why.size()));
  }

  test::peer before{system};
  test::framed_worker worker;
  test::stderr_capture log;
};

const auto in_vain =
    std::string{"worker 2 starts without the servers' states of the process before: "};

} // namespace

TEST_CASE_METHOD(handover_fixture, "a new process inherits what the old one's servers are like") {
  begin();
  channel_is_open();
  worker.answer_part("1\nfirst ");
  settle();
  CHECK(master.empty());
  worker.answer("and last\n");
  settle();
  CHECK(started().empty());
  auto states = view->descriptor(worker_descriptor::first_free);
  CHECK(net::unseal_text(states.get()) == "1\nfirst and last\n");
}

TEST_CASE_METHOD(handover_fixture,
                 "an old process that does not answer holds up the start for 2 s") {
  begin();
  channel_is_open();
  worker.answer_part("1\n");
  pass(1999ms);
  CHECK(master.empty());
  pass(1ms);
  CHECK(started() == in_vain + "it has not answered within 2.0s\n");
}

TEST_CASE_METHOD(handover_fixture,
                 "an old process that ends, or talks too much, is not waited for") {
  begin();
  channel_is_open();
  SECTION("ends") {
    worker.channel.close();
    settle();
    CHECK(started() == in_vain + "it has closed the connection\n");
  }
  SECTION("sends no frames") {
    worker.channel.send("\xff\xff\xff\xff");
    settle();
    CHECK(started() == in_vain + "its answer has more than 16777216 bytes\n");
  }
}

TEST_CASE_METHOD(handover_fixture, "an old process that is gone is not waited for") {
  begin();
  before.answer<open_channel>(
      [](const open_channel&) { return caf::result<channel_opened>{test::process_is_gone}; });
  settle();
  CHECK(started() == in_vain + "it cannot be asked\n");
}

TEST_CASE_METHOD(handover_fixture, "a process that is stopped meanwhile is never started") {
  begin();
  channel_is_open();
  master.send(proxy, stop_worker{SIGTERM});
  settle();
  worker.answer("1\n");
  settle();
  CHECK(master.take<worker_ended>().cause == "was stopped before it was started");
}

} // namespace mw::worker_proxy_states_test

// How the master's commands end: in a word for programs, and behind what they have changed.
#include "actors/applet/applet.hpp"
#include "tests/fixtures/actor_fixture.hpp"

namespace mw::applet_end_test {

namespace {

struct end_fixture : test::actor_fixture {
  end_fixture() {
    router.send(applet, router.as<router_actor>());
    settle();
  }

  void run(const std::string& text, access_level level = access_level::admin) {
    session.send(applet, run_command{.id = 7, .level = level, .text = text},
                 session.as<reply_sink_actor>());
    settle();
  }

  end_status ends(const std::string& text, access_level level = access_level::admin) {
    run(text, level);
    return session.take<reply_end>().status;
  }

  test::peer router{system};
  test::peer master{system};
  test::peer session{system};
  applet_actor applet = spawn<applet_state>(master.as<master_actor>(),
                                            applet_facts{.version = "0.1.0", .sockets = {}});
};

} // namespace

TEST_CASE_METHOD(end_fixture, "the end of a command says in a word how it has gone") {
  CHECK(ends("show version") == end_status::ok);
  CHECK(ends("") == end_status::ok);
  CHECK(ends("show proc foo") == end_status::failed);
  CHECK(ends("show env MW_NO_SUCH_VARIABLE") == end_status::failed);
  CHECK(ends("show proc", access_level::user) == end_status::denied);
  CHECK(ends("expert-mode on", access_level::oper) == end_status::denied);
  CHECK(ends("no such thing") == end_status::unknown);
}

TEST_CASE_METHOD(end_fixture, "a reload is answered when the router has told what has changed") {
  auto success = GENERATE(true, false);
  run("reload");
  master.answer<reload>([&](const reload&) { return reload_result{success, "a line\n"}; });
  settle();
  CHECK(session.empty());
  router.answer<find_process>([](const find_process&) { return found_process{}; });
  settle();
  CHECK(session.take<reply_end>() ==
        reply_end{.id = 7,
                  .ends_silent_session = true,
                  .last = success ? "Success=1\n--\na line\n\n" : "Success=0\n--\na line\n\n",
                  .status = success ? end_status::ok : end_status::failed});
}

TEST_CASE("the words for how a command has ended") {
  CHECK(to_string(end_status::ok) == "ok");
  CHECK(to_string(end_status::no_target) == "no_target");
  CHECK(to_string(end_status::lost) == "lost");
}

} // namespace mw::applet_end_test

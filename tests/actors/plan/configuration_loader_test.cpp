// The configuration loader: the files that a reload reads, and its answers.
#include "actors/log/log.hpp"
#include "actors/plan/configuration_loader.hpp"
#include "tests/clients/tls_client.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/configuration_file.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stderr_capture.hpp"

#include <fmt/format.h>

namespace mw::configuration_loader_test {

using log::severity;
using lines = std::vector<std::string>;

namespace {

struct loader_fixture : test::actor_fixture {
  void start(launch_settings at_launch = {}) {
    auto inputs = plan_inputs{};
    inputs.config_paths = file.paths();
    inputs.environment = {"A=a"};
    inputs.own_variables = {{"HAPROXY_MWORKER", "1"}};
    loader = spawn<configuration_loader_state>(std::move(inputs), socket_store{},
                                               std::move(at_launch), certificates);
  }

  loaded_configuration load() {
    auto answer = master.self()->request(loader, caf::infinite, load_configuration{});
    settle();
    auto got = loaded_configuration{};
    answer.receive([&](loaded_configuration& x) { got = std::move(x); },
                   [](const caf::error&) { FAIL("the loader has not answered"); });
    CHECK(out.take() == got.log);
    return got;
  }

  plan_ptr good() {
    auto loaded = load();
    INFO(loaded.log);
    REQUIRE(loaded.plan.plan);
    return loaded.plan.plan;
  }

  std::string refusal() {
    auto loaded = load();
    CHECK_FALSE(loaded.plan.plan);
    return loaded.log;
  }

  test::stderr_capture out;
  test::configuration_file file;
  test::peer master{system};
  std::vector<certificate_source> certificates;
  configuration_loader_actor loader;
};

std::string alert(const std::string& text) {
  return log::line(severity::alert, text);
}

std::string warning(const std::string& text) {
  return log::line(severity::warning, text);
}

const auto too_late = warning("config : 'daemon' and 'pidfile' have an effect at the next start "
                              "only");

} // namespace

TEST_CASE_METHOD(loader_fixture, "a good configuration is loaded without a word") {
  file.write("global\n nbproc 2\n setenv B \"${A}\"\n");
  start();
  auto loaded = load();
  CHECK(loaded.log.empty());
  REQUIRE(loaded.plan.plan);
  CHECK(loaded.plan.plan->workers == 2);
  CHECK(loaded.plan.plan->program.environment == lines{"A=a", "B=a", "HAPROXY_MWORKER=1"});
}

TEST_CASE_METHOD(loader_fixture, "each load reads the files as they are then") {
  start();
  auto before = good();
  file.write("global\n nbproc 5\n");
  CHECK(good()->workers == 5);
  CHECK(before->workers == 1);
}

TEST_CASE_METHOD(loader_fixture, "the mistakes of a bad configuration are told and logged") {
  file.write("global\n daemno\n");
  start();
  CHECK(refusal() ==
        alert(fmt::format("config : parsing [{}:2] : unknown keyword 'daemno' in 'global' "
                          "section; did you mean 'daemon' ?",
                          file.path())) +
            alert("config : Error(s) found in configuration file : " + file.path()) +
            alert("config : Fatal errors found in configuration."));
  file.write("global\n");
  CHECK(good()->workers == 1);
}

TEST_CASE_METHOD(loader_fixture, "a configuration that is gone cannot be loaded") {
  REQUIRE(::unlink(file.path().c_str()) == 0);
  start();
  CHECK(refusal() == alert(fmt::format("Cannot open configuration file/directory {} : No such file "
                                       "or directory",
                                       file.path())));
}

TEST_CASE_METHOD(loader_fixture, "a socket that others serve refuses a load until it is free") {
  auto others = std::optional{open_one("127.0.0.1:0")};
  auto address = fmt::format("127.0.0.1:{}", others->where().port);
  file.write(fmt::format("global\n stats socket {}\n", address));
  start();
  CHECK(refusal() == alert(fmt::format("cannot listen on 'ipv4@{}': Address already in use", //
                                       address)));
  others.reset();
  CHECK(good()->program.sockets.size() == 1);
}

TEST_CASE_METHOD(loader_fixture, "the next load has the same sockets while a plan has them") {
  file.write("global\n stats socket 127.0.0.1:0\n");
  start();
  auto first = good();
  auto second = good();
  CHECK(first != second);
  CHECK(first->program.sockets == second->program.sockets);
}

TEST_CASE_METHOD(loader_fixture, "a refused load leaves the sockets of the serving workers alone") {
  auto socket = file.folder / "w.sock";
  file.write(fmt::format("global\n stats socket {}\n", socket));
  start();
  auto serving = good();
  file.write("global\n nonsense\n");
  refusal();
  auto others = open_one(file.folder / "others");
  file.write(
      fmt::format("global\n stats socket {0}\n stats socket {0}2\n stats socket {1}/others\n",
                  socket, file.folder.path()));
  CHECK(refusal() == alert(fmt::format("cannot listen on '{0}/others': a live process serves it "
                                       "already (pid {1}) ('stats socket' at {0}/a.cfg:4)",
                                       file.folder.path(), ::getpid())));
  CHECK(serves(socket));
  CHECK(file.folder.names() == lines{"a.cfg", "others", "w.sock"});
}

TEST_CASE_METHOD(loader_fixture, "a load that takes the last listener away is warned of") {
  file.write("global\n");
  start();
  CHECK(load().log.empty());
  file.write(fmt::format("global\n stats socket {}/w.sock\n", file.folder.path()));
  auto serving = load();
  CHECK(serving.log.empty());
  file.write("global\n");
  CHECK_THAT(load().log,
             Catch::EndsWith("config : there is no 'bind' and no 'stats socket' : the workers "
                             "serve nobody.\n"));
}

TEST_CASE_METHOD(loader_fixture, "warnings of a good configuration are told and logged") {
  file.write("global\n ulimit-n 100\n ulimit-n 200\n");
  start();
  auto loaded = load();
  CHECK(loaded.plan.plan);
  CHECK(loaded.log == warning(fmt::format("config : parsing [{}:3] : 'ulimit-n' already specified. "
                                          "Continuing.",
                                          file.path())));
}

TEST_CASE_METHOD(loader_fixture, "a warning is told before what refuses the load") {
  auto others = open_one("127.0.0.1:0");
  auto address = fmt::format("127.0.0.1:{}", others.where().port);
  file.write(fmt::format("global\n daemon\n stats socket {}\n", address));
  start();
  CHECK(refusal() == too_late + alert(fmt::format("cannot listen on 'ipv4@{}': Address already in "
                                                  "use ('stats socket' at {}/a.cfg:3)",
                                                  address, file.folder.path())));
}

TEST_CASE_METHOD(loader_fixture, "a load tells if it has what only a start could give") {
  auto pid_file = std::string{"/run/m.pid"};
  start({.pid_file = pid_file, .daemon = true});
  file.write("global\n daemon\n pidfile /run/m.pid\n");
  CHECK(load().log.empty());
  file.write("global\n pidfile /run/m.pid\n");
  CHECK(load().log == too_late);
  file.write("global\n daemon\n pidfile /run/other.pid\n");
  CHECK(load().log == too_late);
  file.write("global\n");
  CHECK(load().log == too_late);
}

TEST_CASE_METHOD(loader_fixture, "a load reads the certificates of the CLI, too") {
  auto file_of_key = file.folder / "cli.pem";
  test::write_server_certificate(file_of_key);
  auto options = net::tls_options{};
  options.on = true;
  options.certificate = file_of_key;
  certificates = {{3, "ipv4@127.0.0.1:9000", options}};
  start();
  auto loaded = load();
  CHECK(loaded.plan.plan);
  REQUIRE(loaded.certificates.size() == 1);
  CHECK(loaded.certificates[0].listener == 3);
  CHECK(loaded.certificates[0].context != nullptr);
  REQUIRE(::unlink(file_of_key.c_str()) == 0);
  CHECK(refusal() == alert(fmt::format("-S ipv4@127.0.0.1:9000: 'crt' : cannot read '{}': No such "
                                       "file or directory",
                                       file_of_key)));
}

} // namespace mw::configuration_loader_test

// Programs beside the workers, HAProxy's and built-in ones.
#include "tests/programs/haproxy.hpp"
#include "tests/programs/processes.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

/// Two programs: a reload replaces `api`, and leaves `stays` alone.
constexpr auto two_programs = "program api\n"
                              "  command sleep 1000\n"
                              "program stays\n"
                              "  command sleep 2000\n"
                              "  no option start-on-reload\n";

std::string with_programs(std::string_view programs) {
  return http_configuration(answering_frontend("FOLDER/web")) + std::string{programs};
}

/// Options of a service with HAProxy as the worker, or with the built-in one.
service_options options_of(bool with_haproxy_worker, std::string_view programs) {
  if (with_haproxy_worker)
    return haproxy_service(with_programs(programs));
  return {.configuration = "global\n  nbproc 1\n" + std::string{programs}};
}

/// The pids of the programs of this type (`program`, `old program`) and name that run now.
std::vector<pid_t> programs_of(const service& master, const std::string& type,
                               const std::string& name) {
  auto pids = std::vector<pid_t>{};
  const auto table = nlohmann::json::parse(master.talk("show proc json\n"));
  for (const auto& one : table.at("processes"))
    if (one.at("type") == type && one.at("name") == name && one.at("pid") != 0)
      pids.push_back(one.at("pid"));
  return pids;
}

/// Awaits the start of a program, which follows when the workers serve.
pid_t program_of(service& master, const std::string& name) {
  auto pids = std::vector<pid_t>{};
  master.await("the program " + name, [&] {
    pids = programs_of(master, "program", name);
    return pids.size() == 1;
  });
  return pids.front();
}

} // namespace

TEST_CASE("programs run beside the workers, over reloads, and end with the master") {
  auto with_haproxy_worker = GENERATE(true, false);
  auto master = service{options_of(with_haproxy_worker, two_programs)};
  auto api = program_of(master, "api");
  auto stays = program_of(master, "stays");
  auto listed = master.talk("show proc\n");
  CHECK(listed.find(fmt::format("# programs\n{:<15} api             -               0 ", api)) !=
        std::string::npos);
  CHECK(master.talk(fmt::format("@!{} show info\n", api)) ==
        fmt::format("Can't find the target PID matching the prefix '@!{}'\n", api));
  master.must_reload();
  master.await("the successor", [&] {
    auto now = programs_of(master, "program", "api");
    return now.size() == 1 && now.front() != api &&
           programs_of(master, "old program", "api").empty();
  });
  CHECK(program_of(master, "stays") == stays);
  auto all = std::vector<pid_t>{program_of(master, "api"), stays};
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end().number() == 0);
  CHECK(service::await_gone(all));
}

TEST_CASE("a program that is killed is started again, and events tell it") {
  auto master = service{options_of(false, two_programs)};
  auto killed = program_of(master, "stays");
  ::kill(killed, SIGKILL);
  master.await("another process", [&] {
    auto now = programs_of(master, "program", "stays");
    return now.size() == 1 && now.front() != killed;
  });
  auto events = master.talk("show events\n");
  CHECK(events.find(fmt::format("program-started program 'stays' ({})\n", killed)) !=
        std::string::npos);
  CHECK(events.find(fmt::format("program-ended program 'stays' ({}) killed by signal 9 (Killed)\n",
                                killed)) != std::string::npos);
}

TEST_CASE("programs end when their master is killed") {
  auto with_haproxy_worker = GENERATE(true, false);
  auto master = service{options_of(with_haproxy_worker, two_programs)};
  auto all = std::vector<pid_t>{program_of(master, "api"), program_of(master, "stays")};
  master.process().signal(SIGKILL);
  CHECK(service::await_gone(all, seconds{2}));
}

TEST_CASE("a program has its user, and is told where the CLI is") {
  if (!is_root())
    return;
  auto told = "program api\n  user nobody\n  group nogroup\n"
              "  command sh -c 'echo \"$(id -un) $(id -gn) $HAPROXY_MWORKER $HAPROXY_LOCALPEER "
              "$HAPROXY_MASTER_CLI\" >&2; exec sleep 1000'\n";
  auto options = options_of(true, told);
  options.arguments.insert(options.arguments.end(), {"-L", "peer1"});
  auto master = service{std::move(options)};
  master.process().await_error("nobody nogroup 1 peer1 unix@" + master.path() + "\n");
}

TEST_CASE("a reload with a mistake in a program, or without its file, changes nothing") {
  auto master = service{options_of(true, two_programs)};
  auto api = program_of(master, "api");
  auto [programs, complaint] = GENERATE(table<std::string, std::string>({
      {"program api\n  bogus\n  command sleep 1\n",
       "unknown keyword 'bogus' in 'program' section\n"},
      {"program api\n  command /nonexistent/api\n",
       "the program 'api' cannot be executed: /nonexistent/api: No such file or directory\n"},
  }));
  master.configure(with_programs(programs));
  auto answer = master.reload();
  CHECK(answer.starts_with("Success=0\n--\n"));
  CHECK(answer.find(complaint) != std::string::npos);
  CHECK(program_of(master, "api") == api);
}

TEST_CASE("a configuration with programs is checked by -c, the rest of it by HAProxy") {
  auto [more, code, told] = GENERATE(table<std::string, int, std::string>({
      {"", 0, "Configuration file is valid\n"},
      {"  bogus\n", 1, "unknown keyword 'bogus' in 'program' section\n"},
      {"backend b\n  bogus\n", 1, "h.cfg:16] : unknown keyword 'bogus' in 'backend' section"},
  }));
  auto folder = temporary_folder{};
  write_file(folder / "h.cfg", http_configuration(answering_frontend("unix@" + (folder / "web"))) +
                                   two_programs + more);
  auto ended = run({.arguments = with_haproxy({"-c", "-f", folder / "h.cfg"})});
  CHECK(ended.code == code);
  CHECK_THAT(ended.out + ended.errors, Catch::Contains(told) && !Catch::Contains("/proc/self/fd"));
}

TEST_CASE("a program below a condition runs if HAProxy says that it holds") {
  auto text = ".if feature(OPENSSL) && streq(\"$KIND\",\"the one\")\n"
              "program yes\n  command sleep 1000\n"
              ".else\nprogram no\n  command sleep 1000\n.endif\n";
  auto master =
      service{haproxy_service("global\n  setenv KIND \"the one\"\n" + with_programs(text))};
  CHECK(program_of(master, "yes") > 0);
  CHECK(programs_of(master, "program", "no").empty());
}

TEST_CASE("the configuration's local peer is told to programs, and by the master") {
  auto told =
      "program api\n  command sh -c 'echo \"peer $HAPROXY_LOCALPEER\" >&2; exec sleep 1000'\n";
  auto with_haproxy_worker = GENERATE(true, false);
  auto options = options_of(with_haproxy_worker, told);
  options.configuration = "global\n  localpeer north\n" + options.configuration;
  auto master = service{std::move(options)};
  master.process().await_error("peer north\n");
  CHECK(master.talk("show env HAPROXY_LOCALPEER\n") == "HAPROXY_LOCALPEER=north\n\n");
  CHECK(master.talk("@1 show env HAPROXY_LOCALPEER\n") == "HAPROXY_LOCALPEER=north\n\n");
}

TEST_CASE("with exit-on-failure a program that fails ends all, with its code") {
  auto folder = temporary_folder{};
  write_file(folder / "h.cfg",
             "global\n  exit-on-failure\nprogram api\n  command sh -c 'exit 7'\n");
  auto ended = run({.arguments = {"-S", folder / "cli", "-f", folder / "h.cfg"}});
  CHECK(ended.code == 7);
  CHECK(ended.errors.find("exit-on-failure: killing every processes with SIGTERM\n") !=
        std::string::npos);
}

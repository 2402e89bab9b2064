// The messages of the real program's actors: asked for on its CLI, and left behind when it dies.
#include "tests/programs/service.hpp"
#include "tests/support/environment_variable.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <sys/stat.h>

using namespace mw;
using namespace mw::test;
using nlohmann::json;

namespace {

using texts = std::vector<std::string>;

/// The whole answer to a command whose answer has blank lines, or comes in one piece.
std::string whole_answer(const service& master, const std::string& command) {
  return master.talk(command + "\n");
}

/// `session -> router run_command` of each line of a tree, sorted, with its thread in front.
texts steps_of(const std::string& tree) {
  static const auto form =
      std::regex{R"( *\d+us +\+\d+us +\d+us (\S+) +(\S+?)(?:#\d+)? -> (\S+?)#\d+ (\S+).*)"};
  auto steps = texts{};
  auto lines = std::istringstream{tree};
  auto found = std::smatch{};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (std::regex_match(line, found, form))
      steps.push_back(fmt::format("{}: {} -> {} {}", found[1].str(), found[2].str(), found[3].str(),
                                  found[4].str()));
  std::sort(steps.begin(), steps.end());
  return steps;
}

/// Reads the number in the last prompt: `[c17] master> `.
std::string id_in(const std::string& shown) {
  auto found = std::smatch{};
  static const auto form = std::regex{R"(\[c(\d+)\] master> $)"};
  return std::regex_search(shown, found, form) ? found[1].str() : "none";
}

/// The flaw of an event of a dump, by the Trace Event format as Perfetto reads it; empty if there
/// is none.
std::string flaw_of(const json& event) {
  auto is_number = [&](const char* name) {
    return event.contains(name) && event[name].is_number();
  };
  auto is_text = [&](const char* name) { return event.contains(name) && event[name].is_string(); };
  if (!is_text("ph") || !is_text("name") || !is_number("pid") || !is_number("tid"))
    return "an event without ph, name, pid or tid: " + event.dump();
  auto kind = event["ph"].get<std::string>();
  if (kind == "M")
    return event.contains("args") && event["args"]["name"].is_string() ? "" : "a nameless track";
  if (!is_number("ts"))
    return "no time: " + event.dump();
  if (kind == "X")
    return is_number("dur") && event["dur"] >= 0 ? "" : "no duration: " + event.dump();
  if (kind != "s" && kind != "f")
    return "unknown kind: " + event.dump();
  if (kind == "f" && (!is_text("bp") || event["bp"] != "e"))
    return "an arrow that ends nowhere: " + event.dump();
  return is_number("id") ? "" : "an arrow without a number: " + event.dump();
}

/// The tracks at which the arrows begin and end.
std::map<uint64_t, std::map<std::string, int64_t>> arrows_of(const json& events) {
  auto all = std::map<uint64_t, std::map<std::string, int64_t>>{};
  for (const auto& event : events)
    if (event["ph"] == "s" || event["ph"] == "f")
      all[event["id"]][event["ph"]] = event["tid"];
  return all;
}

std::set<std::string> tracks_of(const json& events) {
  auto all = std::set<std::string>{};
  for (const auto& event : events)
    if (event["name"] == "thread_name")
      all.insert(event["args"]["name"]);
  return all;
}

} // namespace

TEST_CASE("a command is a tree through all components by the id that its prompt shows") {
  auto master = service{};
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("master> ");
  client.send("set trace-id on\n");
  client.read_until("master> ");
  client.send("@1 echo tree\n");
  auto id = id_in(client.read_until("master> "));
  auto tree = whole_answer(master, "actor-trace command " + id);
  auto steps = steps_of(tree);
  for (const auto* step :
       {"mw-cli-0: session -> router run_command", "mw-cli-0: router -> worker-link run_command",
        "mw-worker-1: worker-link -> worker-proxy open_channel",
        "mw-cli-0: worker-link -> session reply_end"})
    CHECK(std::count(steps.begin(), steps.end(), step) == 1);
  CHECK_THAT(tree, Catch::Contains("  router#") && Catch::Contains("\"echo tree\""));
  master.process().await_error(fmt::format("command=\"actor-trace command {}\"", id));
  auto log = master.process().errors();
  auto line = log.substr(log.find("command=\"echo tree\""));
  CHECK_THAT(line.substr(0, line.find('\n')), Catch::EndsWith("ms id=" + id));
}

TEST_CASE("a diagram and the last messages name the command") {
  auto master = service{};
  auto client = master.connect();
  client.send("prompt\nset trace-id on\n");
  client.read_until("] master> ");
  client.send("echo drawn\n");
  auto id = id_in(client.read_until("master> "));
  CHECK_THAT(whole_answer(master, "actor-trace diagram c" + id),
             Catch::StartsWith("sequenceDiagram\n  participant a") &&
                 Catch::Contains(": run_command \"echo drawn\" (+") && Catch::EndsWith(")\n\n"));
  CHECK_THAT(whole_answer(master, "actor-trace last 1000 type=run_command id=" + id),
             Catch::Contains(" c" + id + " +") && Catch::Contains("run_command \"echo drawn\""));
  CHECK_THAT(whole_answer(master, "show actors"),
             Catch::StartsWith("#<actor>") && Catch::Contains("master#") &&
                 Catch::Contains("route-news#") && Catch::Contains("mw-worker-1"));
}

TEST_CASE("a live trace shows what others do until Enter") {
  auto master = service{};
  auto watcher = master.connect();
  watcher.send("actor-trace follow type=run_command\n");
  auto client = master.connect();
  auto shown = std::string{};
  master.await("a line of the live trace", [&] {
    client.ask("echo seen");
    if (watcher.something_comes(milliseconds{200}))
      shown = watcher.read_until("\n");
    return shown.find("run_command \"echo seen\"") != std::string::npos;
  });
  watcher.send("\n");
  watcher.send("echo on\n");
  CHECK_THAT(watcher.read_until("on\n\n"), Catch::EndsWith("\non\n\n"));
}

TEST_CASE("a live trace that nobody reads slows nobody and tells what it left out") {
  auto master = service{};
  auto watcher = master.connect();
  watcher.send("actor-trace follow\n");
  auto client = master.connect();
  constexpr auto commands = 6'000;
  for (auto number = 0; number < commands; ++number)
    CHECK(client.ask("echo x") == "x\n\n");
  auto left_out = watcher.read_until(" messages are left out here\n");
  CHECK(left_out.size() < 4 * 1024 * 1024);
  watcher.close();
  CHECK(client.ask("echo x") == "x\n\n");
}

TEST_CASE("a dump is a trace that Perfetto loads with a track for each thread") {
  auto master = service{2};
  auto client = master.connect();
  CHECK(client.ask("@1 echo \"a\\;b\"") == "\"a;b\"\n\n");
  CHECK(client.ask("@2 echo b") == "b\n\n");
  auto dump = json::parse(whole_answer(master, "actor-trace dump"));
  const auto& events = dump.at("traceEvents");
  auto flaws = texts{};
  for (const auto& event : events)
    if (auto flaw = flaw_of(event); !flaw.empty())
      flaws.push_back(flaw);
  CHECK(flaws == texts{});
  auto tracks = tracks_of(events);
  for (const auto* track : {"mw-master", "mw-routes", "mw-cli-0", "mw-worker-1", "mw-worker-2"})
    CHECK(tracks.count(track) == 1);
  auto between_threads = 0;
  for (const auto& [number, ends] : arrows_of(events)) {
    CHECK(ends.size() == 2);
    between_threads += ends.at("s") != ends.at("f") ? 1 : 0;
  }
  CHECK(between_threads > 4);
}

TEST_CASE("a user of the CLI sees nothing of the actors by no way") {
  auto master = service{{.bind_options = ",level,user"}};
  auto client = master.connect();
  for (const auto* command :
       {"show actors", "actor-trace", "actor-trace last", "actor-trace command 1",
        "actor-trace dump", "actor-trace diagram 1", "actor-trace follow", "actor-trace off",
        "@master actor-trace last", "@@master actor-trace follow"})
    CHECK(client.ask(command) == "Permission denied\n\n");
  CHECK_THAT(client.ask("@1 actor-trace last"), Catch::StartsWith("Unknown command"));
}

TEST_CASE("payloads are neither in the recorder nor in the trace file") {
  auto folder = temporary_folder{};
  auto file = folder / "trace";
  auto master = service{{.arguments = {"--actor-trace", file}}};
  auto client = master.connect();
  constexpr auto secret = "-----BEGIN PRIVATE KEY-----";
  client.ask(fmt::format("@1 echo c <<\n{0}\n{0}\n", secret));
  client.send(fmt::format("@@1 echo two-way <<\n{}\n\n", secret));
  client.read_until("\n\n");
  auto dump = whole_answer(master, "actor-trace dump");
  CHECK_THAT(dump, Catch::Contains("echo c <<") && !Catch::Contains("PRIVATE"));
  CHECK_THAT(whole_answer(master, "actor-trace last 10000"), !Catch::Contains("PRIVATE"));
  CHECK_THAT(read_file(file), Catch::Contains("echo c <<") && !Catch::Contains("PRIVATE"));
}

TEST_CASE("a master that aborts leaves its last messages in a file and ends as before") {
  auto fault = environment_variable{"MW_FAULT", "reload.before-load:abort"};
  auto master = service{};
  auto path = master.folder() / fmt::format("mw-actors-{}.trace", master.process().pid());
  auto client = master.connect();
  client.send("reload\n");
  master.process().await_error("the last messages between actors are in " + path + "\n");
  auto ended = master.process().await_end();
  CHECK(ended.signal == SIGABRT);
  auto report = read_file(path);
  CHECK_THAT(report, Catch::StartsWith(fmt::format("# pid {}, thread ", master.process().pid())) &&
                         Catch::Contains(", signal 6: "));
  static const auto last =
      std::regex{R"( mw-master +c\d+ \+\d+us - applet#\d+ -> master#\d+ reload\n)"};
  CHECK(std::regex_search(report, last));

  struct stat status {};

  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

// Programs and scripts that were written for HAProxy's master CLI, each with its words and its way
// of reading.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <map>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

using row = std::map<std::string, std::string>;

/// HAProxy with a map and two servers.
struct served {
  served() : master(haproxy_service(configuration())) {}

  std::string configuration() const {
    write_file(map, "");
    return http_configuration(fmt::format("{}  http-request set-header x %[path,map_str({})]\n"
                                          "backend b\n  server s1 127.0.0.1:1\n",
                                          answering_frontend("FOLDER/web"), map));
  }

  /// Says a line over a connection of its own, and reads up to the end that the other side makes.
  std::string exchange(const std::string& text) const {
    auto client = master.connect();
    client.send(text);
    return client.read_to_end();
  }

  /// Runs a shell script.
  finished shell(const std::string& script) const {
    return run(
        {.arguments = {}, .in_front = {"/bin/sh", "-c", "sock=" + master.path() + "; " + script}});
  }

  temporary_folder data;
  std::string map = data / "map";
  service master;
};

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of("\n> ") + 1);
  return text;
}

std::string without_padding(std::string cell) {
  cell.erase(cell.find_last_not_of(' ') + 1);
  return cell;
}

/// haproxytech's client-native: the Data Plane API, the Kubernetes ingress.
struct client_native : served {
  std::string command(const std::string& words) const {
    return trimmed(exchange("set severity-output number;@1 " + words + ";quit\n"));
  }

  std::string payload(const std::string& words, const std::string& lines) const {
    return trimmed(
        exchange("set severity-output number;@1 " + words + " <<\n" + lines + "\n;quit\n"));
  }

  static bool is_error(const std::string& answer) {
    return answer.size() > 4 && answer[0] == '[' && answer[1] <= '3' && answer.substr(2, 2) == "]:";
  }
};

/// jcmoraisjr's haproxy-ingress: reads until it looks like an end.
std::string ingress_reads(cli_client& client) {
  auto text = std::string{};
  while (!text.ends_with("\n> ") && !text.ends_with("master> ") && !text.ends_with("\n\n"))
    text += client.read(1);
  return text;
}

/// Reads haproxy-ingress's table: cells of 16 columns under the header's names, and the title of
/// the group.
std::vector<row> ingress_parses(const std::string& table) {
  constexpr size_t width = 16;
  auto lines = std::istringstream{table};
  auto names = std::vector<std::string>{};
  auto rows = std::vector<row>{};
  auto group = std::string{};
  for (auto line = std::string{}; std::getline(lines, line) && !line.empty();) {
    auto cells = std::vector<std::string>{};
    for (size_t at = 0; at < line.size(); at += width)
      cells.push_back(without_padding(line.substr(at, width)));
    if (names.empty())
      names = cells;
    else if (line.starts_with("# "))
      group = line;
    else {
      rows.push_back({{"group", group}});
      for (size_t at = 0; at < std::min(names.size(), cells.size()); ++at)
        rows.back()[names[at]] = cells[at];
    }
  }
  return rows;
}

std::vector<row> group_of(const std::vector<row>& rows, const std::string& group) {
  auto found = std::vector<row>{};
  for (const auto& one : rows)
    if (one.at("group") == group)
      found.push_back(one);
  return found;
}

} // namespace

TEST_CASE_METHOD(client_native, "client-native gets answers and errors of the worker") {
  CHECK(command("show info").starts_with("Name: HAProxy\n"));
  CHECK(command("show version") == "[6]: " + trimmed(master.talk("@1 show version\n")));
  CHECK(command("show stat").starts_with("# pxname,svname,"));
  CHECK(command("disable server b/s1").empty());
  CHECK_THAT(command("show servers state b"), Catch::StartsWith("1\n# be_id be_name srv_id "));
  CHECK(command("show map /none") == "[3]: Unknown map identifier. Please use #<id> or <file>.");
  CHECK(is_error(command("set server b/none state ready")));
  CHECK_FALSE(is_error(command("enable server b/s1")));
}

TEST_CASE_METHOD(client_native, "client-native fills a map with payloads of 8192 bytes") {
  auto lines = std::string{};
  auto expected = size_t{0};
  for (auto piece = 0; piece < 3; ++piece) {
    lines.clear();
    for (auto at = 0; lines.size() < 8192 - 40; ++at, ++expected)
      lines += fmt::format("host{}-{} backend_{};\n", piece, at, at);
    CHECK(payload("add map " + map, lines).empty());
  }
  auto shown = command("show map " + map);
  CHECK(static_cast<size_t>(std::count(shown.begin(), shown.end(), '\n')) + 1 == expected);
  CHECK(shown.ends_with(trimmed(lines.substr(lines.rfind('\n', lines.size() - 2) + 1))));
  CHECK(command("clear map " + map).empty());
  CHECK(command("show map " + map).empty());
}

TEST_CASE_METHOD(client_native, "client-native knows whether a reload has succeeded, and why not") {
  auto said = exchange("reload;quit\n");
  auto end = said.find("\n--\n");
  REQUIRE(end != std::string::npos);
  CHECK(said.substr(0, end) == "Success=1");
  CHECK_THAT(said.substr(end + 4), Catch::EndsWith("Loading success.\n\n"));
  master.configure("global\n  bogus\n");
  said = exchange("reload;quit\n");
  end = said.find("\n--\n");
  REQUIRE(end != std::string::npos);
  CHECK(said.substr(0, end) == "Success=0");
  CHECK_THAT(said.substr(end), Catch::Contains("unknown keyword 'bogus' in 'global' section"));
  CHECK(command("show info").starts_with("Name: HAProxy\n"));
}

TEST_CASE_METHOD(client_native, "client-native's probe at its start gets the list of commands") {
  CHECK_THAT(exchange("help;quit\n"),
             Catch::StartsWith("The following commands are valid at this level:\n") &&
                 Catch::Contains("\n  reload "));
}

TEST_CASE_METHOD(served, "haproxy-ingress sees the worker, reloads, and sees another one") {
  auto client = master.connect();
  client.send("show proc\n");
  auto before = ingress_parses(ingress_reads(client));
  auto workers = group_of(before, "# workers");
  REQUIRE(workers.size() == 1);
  CHECK(workers[0].at("#<PID>") == std::to_string(master.workers().at(0)));
  CHECK(workers[0].at("<type>") == "worker");
  CHECK(workers[0].at("<relative PID>") == "1");
  CHECK(workers[0].at("<reloads>") == "0");
  client.send("reload\n");
  CHECK_FALSE(ingress_reads(client).starts_with("Success=0"));
  auto after = ingress_parses(exchange("show proc;quit\n"));
  CHECK(after[0].at("<type>") == "master");
  CHECK(after[0].at("<reloads>") == "1 [failed: 0]");
  auto successors = group_of(after, "# workers");
  REQUIRE(successors.size() == 1);
  CHECK(successors[0].at("#<PID>") != workers[0].at("#<PID>"));
}

TEST_CASE_METHOD(served, "haproxy-ingress sees a failed reload, and the worker that serves on") {
  auto before = master.workers();
  master.configure("global\n  bogus\n");
  auto client = master.connect();
  client.send("reload\n");
  CHECK(ingress_reads(client).starts_with("Success=0\n"));
  auto rows = ingress_parses(exchange("show proc;quit\n"));
  CHECK(rows[0].at("<reloads>") == "1 [failed: 1]");
  auto workers = group_of(rows, "# workers");
  REQUIRE(workers.size() == 1);
  CHECK(workers[0].at("#<PID>") == std::to_string(before[0]));
}

TEST_CASE_METHOD(served, "haproxy-ingress in prompt mode reads up to the prompts") {
  auto client = master.connect();
  client.send("prompt\n");
  CHECK(ingress_reads(client) == "master> ");
  client.send("show proc\n");
  CHECK(ingress_reads(client).starts_with("#<PID> "));
}

TEST_CASE_METHOD(served, "the haproxy-reload script reads the result, a separator and the log") {
  constexpr auto script = "echo reload | socat -t90 \"$sock\" - | { read -r result; read -r line; "
                          "echo \"$result,$line\"; cat; }";
  auto said = shell(script);
  CHECK(said.code == 0);
  CHECK(said.out.starts_with("Success=1,--\n[NOTICE] "));
  master.configure("global\n  bogus\n");
  said = shell(script);
  CHECK(said.out.starts_with("Success=0,--\n[NOTICE] "));
  CHECK_THAT(said.out, Catch::Contains("unknown keyword 'bogus'"));
}

TEST_CASE_METHOD(served, "a script with one socat for each command gets each answer") {
  auto said = shell("echo '@1 show stat' | socat - \"$sock\" | cut -d, -f1,2");
  CHECK(said.out == "# pxname,svname\nf,FRONTEND\nb,s1\nb,BACKEND\n\n");
  said = shell("echo '@1 show info' | socat \"$sock\" - | sed -n 's/^Name: //p'");
  CHECK(said.out == "HAProxy\n");
  said = shell("echo '@1 show ssl cert' | socat \"$sock\" - | grep -v '^#' | grep -v '^$'");
  CHECK(said.out.empty());
  said = shell("for pid in $(echo 'show proc' | socat \"$sock\" - | "
               "awk '$2 == \"worker\" { print $1 }'); do echo \"@!$pid show stat\" | "
               "socat - \"$sock\" | grep -c ^b,; done");
  CHECK(said.out == "2\n");
}

TEST_CASE_METHOD(served,
                 "OpenShift's monitor keeps a connection, and makes another after a reload") {
  auto client = master.connect();
  auto before = master.workers();
  for (auto left = 3; left > 0; --left) {
    client.send("reload\n");
    CHECK(client.read_to_end().starts_with("Success=1\n"));
    client = master.connect();
  }
  CHECK(master.workers() != before);
}

TEST_CASE_METHOD(served, "Ray Serve reloads with a signal and polls for the new worker") {
  auto pids = [&] {
    auto said = exchange("show proc;quit\n");
    CHECK_THAT(said, Catch::Contains("[failed: 0]"));
    auto all = std::vector<std::string>{};
    for (const auto& one : group_of(ingress_parses(said), "# workers"))
      all.push_back(one.at("#<PID>"));
    return all;
  };
  auto before = pids();
  master.process().signal(SIGUSR2);
  master.await("there is another worker", [&] { return pids() != before; });
  CHECK(pids().size() == 1);
}

TEST_CASE_METHOD(served, "hatop waits for prompts and asks the worker in between") {
  auto client = master.connect();
  auto ask = [&](const std::string& line) {
    client.send(line + "\n");
    return client.read_until("> ");
  };
  CHECK(ask("prompt") == "master> ");
  CHECK(ask("set timeout cli 1d") == "master> ");
  CHECK(ask("@1").ends_with("> "));
  CHECK(ask("show info").starts_with("Name: HAProxy\n"));
  CHECK(ask("show stat -1 -1 -1").starts_with("# pxname,"));
  client.send("quit\n");
  CHECK(client.read_to_end().empty());
}

TEST_CASE_METHOD(served, "what HAProxy's own tests say to a master is answered as they expect") {
  CHECK_THAT(master.talk("@1 show info\n"), Catch::Contains("\nProcess_num: 1\n"));
  CHECK(master.talk("@1; expert-mode on; debug dev log Victory\n") == "\n");
  CHECK_THAT(
      master.talk(fmt::format("@1 add map {0} Mon\\ User\\ Agent\\; v;@1 show map {0}\n", map)),
      Catch::StartsWith("\n") && Catch::EndsWith(" Mon User Agent; v\n\n"));
}

TEST_CASE_METHOD(served,
                 "an end that a client has chosen for its payload works, though this HAProxy "
                 "knows none") {
  auto add = "@1 add map " + map;
  CHECK(master.talk(add + " <<EOF\nk1 v;1\nk2 v2\nEOF\n") == "\n");
  CHECK_THAT(master.talk("@1 show map " + map + "\n"),
             Catch::Contains(" k1 v;1\n") && Catch::EndsWith(" k2 v2\n\n"));
  auto refusal =
      fmt::format("worker 1 ({}) knows no payloads with empty lines\n\n", master.workers().at(0));
  CHECK(master.talk(add + " <<EOF\nk3 v3\n\nk4 v4\nEOF\n") == refusal);
  CHECK_THAT(master.talk("@1 show map " + map + "\n"), Catch::EndsWith(" k2 v2\n\n"));
}

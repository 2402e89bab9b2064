// Merged numbers of real workers are those that clients have counted themselves, across kills and
// reloads.
#include "tests/clients/echo_server.hpp"
#include "tests/programs/haproxy.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

/// Adds up the values behind the last colon in the lines that begin with this name.
uint64_t figure(const std::string& answer, std::string_view name) {
  auto lines = std::istringstream{answer};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (line.starts_with(name))
      return std::stoull(line.substr(line.find_last_of(": ") + 1));
  INFO(answer);
  FAIL("there is no such number: " << name);
  return 0;
}

/// Reads a field of the frontend f.
uint64_t frontend_figure(const service& master, const std::string& field,
                         const std::string& command = "@* merge show stat typed\n") {
  auto lines = std::istringstream{master.talk(command)};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (line.starts_with("F.") && line.find("." + field + ".1:") != std::string::npos)
      return figure(line, "F.");
  return 0;
}

void check_never_falls(uint64_t& known, uint64_t now) {
  CHECK(now >= known);
  known = now;
}

std::string two_haproxys() {
  return http_configuration(answering_frontend("FOLDER/web"));
}

/// Makes so many requests, each of which is served.
void request(const service& master, size_t count) {
  for (; count > 0; --count)
    REQUIRE(is_served(http_answer(master.folder() / "web")));
}

int check_with_promtool(const std::string& metrics) {
  auto folder = temporary_folder{};
  write_file(folder / "metrics", metrics);
  auto command = fmt::format("promtool check metrics < {0}/metrics > {0}/said 2>&1", folder.path());
  auto status = std::system(command.c_str());
  INFO(read_file(folder / "said"));
  CHECK(read_file(folder / "said").empty());
  return status;
}

} // namespace

TEST_CASE("the sum of built-in workers' counters falls neither at a kill nor at a reload") {
  auto master = service{2};
  auto asked = uint64_t{0};
  auto known = uint64_t{0};
  for (auto round = 0; round < 3; ++round) {
    for (auto left = 10; left > 0; --left, ++asked)
      master.talk("@1 show version\n");
    check_never_falls(known, figure(master.talk("@* merge show info\n"), "CumReq:"));
    CHECK(known >= asked); // our own questions count, too
    auto before = master.workers().at(0);
    ::kill(before, SIGKILL);
    master.await_successor(1, before);
    check_never_falls(known, figure(master.talk("@* merge show info\n"), "CumReq:"));
    master.must_reload();
    check_never_falls(known, figure(master.talk("@* merge show info\n"), "CumReq:"));
    CHECK(figure(master.talk("@* merge current show info\n"), "CumReq:") < known);
  }
}

TEST_CASE("merged counters of the balancer are what the clients have counted, over reloads") {
  auto master = service{{.configuration = "global\n  nbproc 2\ndefaults\n  mode tcp\n  retries 0\n"
                                          "  timeout client 30s\n  timeout server 30s\n"
                                          "  timeout connect 5s\nlisten f\n  bind FOLDER/web\n"
                                          "  server s FOLDER/nobody\n"}};
  auto clients = uint64_t{0};
  for (auto round = 0; round < 3; ++round) {
    for (auto left = 10; left > 0; --left, ++clients)
      CHECK(cli_client{master.folder() / "web"}.read_to_end().empty()); // there is no server
    CHECK(frontend_figure(master, "stot") == clients);
    CHECK(frontend_figure(master, "conn_tot") == clients);
    auto server = std::regex{fmt::format("\nf,s,0,0,\\d,\\d,,{},", clients)};
    CHECK(std::regex_search(master.talk("@* merge show stat\n"), server));
    auto old = master.workers();
    master.must_reload();
    CHECK(service::await_gone(old));
  }
  CHECK(frontend_figure(master, "stot") == clients);
}

TEST_CASE("merged counters of the balancer are what the clients have counted over kills at once") {
  auto master = service{{.configuration = "global\n  nbproc 2\ndefaults\n  mode tcp\n  retries 0\n"
                                          "  timeout client 30s\n  timeout server 30s\n"
                                          "  timeout connect 5s\nlisten f\n  bind FOLDER/web\n"
                                          "  server s FOLDER/echo\n"}};
  auto server = echo_server{master.folder() / "echo"};
  auto clients = uint64_t{0};
  auto bytes = uint64_t{0};
  for (auto round = 0; round < 6; ++round) {
    for (auto left = 10; left > 0; --left, ++clients) {
      auto client = cli_client{master.folder() / "web"};
      client.send("hello\n");
      bytes += client.read_until("hello\n").size();
    }
    master.talk("@* show version\n"); // each has finished with its clients
    auto number = round % 2;
    auto killed = master.workers().at(static_cast<size_t>(number));
    ::kill(killed, SIGKILL);
    CHECK(frontend_figure(master, "stot") == clients);
    CHECK(frontend_figure(master, "bin") == bytes);
    master.await_successor(number + 1, killed);
    CHECK(frontend_figure(master, "bout") == bytes);
  }
  CHECK(frontend_figure(master, "stot") == clients);
  CHECK(frontend_figure(master, "stot", "@* merge current show stat typed\n") < clients);
}

TEST_CASE("merged HAProxy counters are what the clients have counted across kills and reloads") {
  auto master = service{haproxy_service(two_haproxys(), {"--nbproc", "2"})};
  auto served = uint64_t{0};
  for (auto round = 0; round < 3; ++round) {
    request(master, 20);
    served += 20;
    CHECK(frontend_figure(master, "stot") == served);
    auto before = master.workers().at(round % 2 == 0 ? 0 : 1);
    ::kill(before, SIGKILL);
    master.await_successor(round % 2 == 0 ? 1 : 2, before);
    CHECK(frontend_figure(master, "stot") == served);
    request(master, 5);
    served += 5;
    auto old = master.workers();
    master.must_reload();            // reads their counters before they are told to leave
    CHECK(service::await_gone(old)); // they get no more requests
    CHECK(frontend_figure(master, "stot") == served);
    CHECK(frontend_figure(master, "req_tot") == served);
    CHECK(frontend_figure(master, "stot", "@* merge current show stat typed\n") < served);
  }
}

TEST_CASE("counters of a frontend that the configuration has no more stay in the merge") {
  auto master = service{haproxy_service(two_haproxys())};
  request(master, 3);
  auto other = two_haproxys();
  other.replace(other.find("frontend f"), 10, "frontend g");
  master.configure(other);
  auto old = master.workers();
  master.must_reload();
  CHECK(service::await_gone(old));
  request(master, 2);
  CHECK(frontend_figure(master, "stot") == 2); // g, which a worker has, comes first
  auto csv = master.talk("@* merge show stat\n");
  CHECK_THAT(csv, Catch::StartsWith("# pxname,svname,qcur,") &&
                      Catch::Contains("\nf,FRONTEND,,,,,,3,") &&
                      Catch::Contains("\ng,FRONTEND,,,"));
}

TEST_CASE("a merge names the worker that does not answer and shows what the others say") {
  auto master = service{2};
  auto frozen = master.workers().at(0);
  ::kill(frozen, SIGSTOP);
  auto answer = master.talk("@* merge show info\n");
  CHECK_THAT(answer, Catch::StartsWith("Name: mw-actors\n") &&
                         Catch::EndsWith(fmt::format("# worker 1 ({}) has not answered within 10s\n"
                                                     "# 1 of 2 workers answered\n\n",
                                                     frozen)));
}

TEST_CASE("a merge that a reload overtakes is answered by the workers that were asked") {
  auto master = service{2};
  auto asked = master.workers();
  ::kill(asked.at(0), SIGSTOP);
  auto client = master.connect();
  client.send("@* merge show info\n");
  client.half_close();
  master.must_reload();
  CHECK(master.workers() != asked);
  ::kill(asked.at(0), SIGCONT);
  auto answer = client.read_to_end();
  CHECK(figure(answer, "CumReq:") > 0);
  CHECK_THAT(answer, Catch::EndsWith(fmt::format("Pid: {}, {}\n\n", asked[0], asked[1])));
  CHECK(service::await_gone(asked));
}

TEST_CASE("a list of workers is a prefix and a default target that follows the numbers") {
  auto master = service{3};
  auto before = master.workers();
  auto header = [](int number, pid_t pid) {
    return fmt::format("# worker {} ({})\n", number, pid);
  };
  CHECK(master.talk("@1,3 show version\n") ==
        header(1, before.at(0)) + MW_VERSION "\n\n" + header(3, before.at(2)) + MW_VERSION "\n\n");
  auto client = master.connect();
  client.send("prompt\n@3,1\n");
  client.read_until("1,3> ");
  client.send("reload\n");
  client.read_until("1,3> ");
  auto after = master.workers();
  client.send("show version\n");
  auto answer = client.read_until("1,3> ");
  CHECK_THAT(answer,
             Catch::Contains(header(1, after.at(0))) && Catch::Contains(header(3, after.at(2))));
  CHECK_THAT(master.talk("@1,9 show version\n"),
             Catch::EndsWith("# worker 9\nthere is no worker 9\n\n1 of 2 workers answered\n\n"));
}

TEST_CASE("promtool finds nothing wrong with the metrics of built-in and of HAProxy workers") {
  auto built_in = service{2};
  auto text = built_in.talk("show metrics\n");
  CHECK(check_with_promtool(text) == 0);
  CHECK_THAT(text, Catch::Contains("\nmw_workers{state=\"ready\"} 2\n") &&
                       Catch::Contains("\nmw_process_requests_total "));
  auto master = service{haproxy_service(two_haproxys())};
  request(master, 4);
  master.must_reload();
  auto metrics = master.talk("show metrics\n");
  CHECK(check_with_promtool(metrics) == 0);
  CHECK_THAT(metrics,
             Catch::Contains("\nmw_reloads_total{result=\"ok\"} 1\n") &&
                 Catch::Contains("\nmw_proxy_sessions_total{proxy=\"f\",server=\"FRONTEND\","
                                 "type=\"frontend\"} 4\n"));
  CHECK(metrics.find("pid") == std::string::npos);
}

TEST_CASE("events tell what happens to workers and reloads and sessions as it happens") {
  auto master = service{1};
  auto watcher = master.connect();
  watcher.send("show events -w\n");
  watcher.read_until("worker-ready worker 1");
  auto before = master.workers().at(0);
  ::kill(before, SIGKILL);
  watcher.read_until(
      fmt::format("worker-ended worker 1 ({}) killed by signal 9 (Killed)\n", before));
  watcher.read_until("worker-restart worker 1");
  auto after = master.await_successor(1, before);
  watcher.read_until(fmt::format("worker-ready worker 1 ({})", after));
  master.must_reload();
  watcher.read_until("reload-begun\n");
  watcher.read_until("reload-done\n");
  watcher.send("\n");
  watcher.send("show version\n");
  CHECK_THAT(watcher.read_until(MW_VERSION "\n\n"), Catch::EndsWith("\n" MW_VERSION "\n\n"));
  CHECK_THAT(master.talk("show events json\n"),
             Catch::Contains(R"("event":"session-opened")") &&
                 Catch::Contains(R"("event":"worker-started","worker":1,"pid":)"));
}

TEST_CASE("a user may merge what a user may ask and sees no metrics and no events") {
  auto master = service{{.bind_options = ",level,user"}};
  CHECK_THAT(master.talk("@* merge show info\n"), Catch::StartsWith("Name: mw-actors\n"));
  CHECK(master.talk("show metrics\n") == "Permission denied\n\n");
  CHECK(master.talk("show events -w\n") == "Permission denied\n\n");
  CHECK(master.talk("@* show env\n").find("PATH=") == std::string::npos);
}

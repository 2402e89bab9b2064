// The lines that go to the targets of `log`.
#include "actors/relay/log/tcp_log_line.hpp"
#include "actors/relay/log/traffic_log.hpp"
#include "tests/support/log_receiver.hpp"
#include "tests/support/stderr_capture.hpp"
#include "tests/support/temporary_folder.hpp"

#include <regex>

#include <sys/un.h>

namespace mw::log_test {

using namespace mw::test;

namespace {

/// A target at which no process listens.
config::log_target unix_target() {
  temporary_folder folder;
  auto name = sockaddr_un{};
  name.sun_family = AF_UNIX;
  auto path = folder / "nobody";
  std::memcpy(name.sun_path, path.data(), path.size());
  auto x = config::log_target();
  x.address = net::address_from(name);
  return x;
}

bool matches(const std::string& text, const std::string& pattern) {
  return std::regex_match(text, std::regex(pattern));
}

const std::string start = R"(<134>[A-Z][a-z][a-z] [ 1-3][0-9] \d\d:\d\d:\d\d mw-actors\[\d+\]: )";
const std::string client = R"(127\.0\.0\.1:\d+ )";
const std::string date = R"(\[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] )";

/// The line of one session with `option tcplog`.
std::string line_of(relay_fixture& relay, const log_receiver& log) {
  std::string line;
  relay.until([&] { return !(line = log.next()).empty(); });
  return line;
}

} // namespace

TEST_CASE("a session is one line in the format of tcplog when it has ended") {
  log_receiver log;
  relay_fixture relay;
  relay.add_server();
  relay.settings().logs = {log.target()};
  relay.settings().tcplog = true;
  relay.start();
  auto peer_client = relay.connect();
  auto server = relay.accept();
  CHECK(server.send("12345"));
  CHECK(relay.read(peer_client, 5) == "12345");
  CHECK(log.next().empty());
  server.close();
  peer_client.close();
  auto line = line_of(relay, log);
  INFO(line);
  CHECK(matches(line, start + client + date + R"(l l/s1 \d+/\d+/\d+ 5 -- 1/1/0/0/0 0/0\n)"));
}

TEST_CASE("a session without a server says so as HAProxy does") {
  log_receiver log;
  relay_fixture relay;
  relay.settings().logs = {log.target()};
  relay.settings().tcplog = true;
  relay.start();
  auto peer_client = relay.connect();
  auto line = line_of(relay, log);
  INFO(line);
  CHECK(matches(line, start + client + date + R"(l l/<NOSRV> -1/-1/\d+ 0 SC 1/1/0/0/0 0/0\n)"));
}

TEST_CASE("the end of a session has its cause and its moment in two letters") {
  log_receiver log;
  relay_fixture relay;
  relay.add_server();
  relay.settings().logs = {log.target()};
  relay.settings().tcplog = true;
  relay.settings().server_timeout = milliseconds{200};
  relay.start();
  auto flags_after = [&](const std::function<void(relay_end&, relay_end&)>& act) {
    auto one = relay.connect();
    auto server = relay.accept();
    act(one, server);
    auto line = line_of(relay, log);
    std::smatch found;
    return std::regex_search(line, found, std::regex(" (..) 1/1/0/0/0 ")) ? found[1].str() : line;
  };
  CHECK(flags_after([](relay_end& a, relay_end&) { a.abort(); }) == "CD");
  CHECK(flags_after([](relay_end&, relay_end& b) { b.abort(); }) == "SD");
  CHECK(flags_after([&](relay_end&, relay_end&) { relay.pass(milliseconds{200}); }) == "sD");
  CHECK(flags_after([&](relay_end&, relay_end&) {
          relay.engine().actions().shutdown_sessions(relay.srv());
        }) == "K-");
}

TEST_CASE("dontlognull leaves out sessions whose client said nothing") {
  log_receiver log;
  relay_fixture relay;
  relay.add_server();
  relay.settings().logs = {log.target()};
  relay.settings().tcplog = true;
  relay.settings().log_null = false;
  relay.start();
  {
    auto silent = relay.connect();
    auto server = relay.accept();
  }
  relay.until([&] { return relay.front().counts->sessions.current == 0; });
  CHECK(log.next().empty());
  auto talking = relay.connect();
  auto server = relay.accept();
  CHECK(talking.send("x"));
  CHECK(relay.read(server, 1) == "x");
  talking.close();
  server.close();
  CHECK_FALSE(line_of(relay, log).empty());
}

TEST_CASE("without tcplog a session is one line when it begins") {
  log_receiver log;
  relay_fixture relay;
  relay.add_server();
  relay.settings().logs = {log.target()};
  relay.start();
  auto peer_client = relay.connect();
  auto line = line_of(relay, log);
  INFO(line);
  CHECK(matches(line, start + R"(Connect from 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+ \(l/TCP\)\n)"));
}

TEST_CASE("a log target has its own levels and length and loses what it does not take") {
  log_receiver all;
  auto short_one = all.target();
  short_one.length = 60;
  short_one.highest_level = 4;
  relay::traffic_log log;
  auto targets = std::vector{short_one};
  log.send(targets, relay::log_level::info, "not for this one");
  CHECK(all.next().empty());
  log.send(targets, relay::log_level::warning, std::string(100, 'x'));
  CHECK(all.next().size() == 60);
  targets.front().minimum_level = 6;
  targets.front().length = 1024;
  log.send(targets, relay::log_level::alert, "raised");
  auto raised = all.next();
  CHECK(raised.starts_with("<134>"));
  targets.front().format = config::log_format::rfc5424;
  log.send(targets, relay::log_level::alert, "new");
  auto line = all.next();
  INFO(line);
  CHECK(matches(line, R"(<134>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d )"
                      R"(- mw-actors \d+ - - new\n)"));
  CHECK(log.dropped() == 0);
  auto nowhere = unix_target();
  log.send({&nowhere, 1}, relay::log_level::alert, "lost");
  CHECK(log.dropped() == 1);
}

TEST_CASE("every format has its own start of the line") {
  auto [format, start_of_line] = GENERATE(table<config::log_format, std::string>(
      {{config::log_format::rfc3164,
        R"(<132>[A-Z][a-z]{2} [ 1-3]\d \S{8} localhost mw-actors\[\d+\]: )"},
       {config::log_format::priority, "<132>"},
       {config::log_format::brief, "<4>"},
       {config::log_format::timed, R"(<4>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d )"},
       {config::log_format::iso, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d )"},
       {config::log_format::raw, ""}}));
  log_receiver all;
  auto target = all.target();
  target.format = format;
  relay::traffic_log log;
  log.send({&target, 1}, relay::log_level::warning, "text");
  auto line = all.next();
  INFO(line);
  CHECK(matches(line, start_of_line + "text\n"));
}

TEST_CASE("a log may be written to the worker's own stderr") {
  auto target = config::log_target();
  target.fd = STDERR_FILENO;
  target.format = config::log_format::raw;
  relay::traffic_log log;
  stderr_capture capture;
  log.send({&target, 1}, relay::log_level::info, "a line");
  CHECK(capture.take() == "a line\n");
  CHECK(log.dropped() == 0);
}

} // namespace mw::log_test

// Sections of proxies: the values of their keywords.
#include "actors/config/proxies/server_address.hpp"
#include "tests/support/configuration.hpp"

namespace mw::config::proxy_test {

using namespace std::chrono_literals;

namespace {

/// Parses a configuration. Returns its only proxy, or the last one.
proxy_settings last_proxy(std::string_view text) {
  auto parsed = good(text);
  REQUIRE_FALSE(parsed.proxies.empty());
  return parsed.proxies.back();
}

lines bind_texts(const proxy_settings& proxy) {
  lines all;
  for (const auto& bind : proxy.binds)
    all.push_back(net::to_string(bind.where));
  return all;
}

} // namespace

TEST_CASE("a frontend has all that its lines say") {
  auto proxy =
      last_proxy("backend out\n"
                 "frontend in\n"
                 "  mode tcp\n"
                 "  bind 127.0.0.1:8001,[::1]:8002 name two backlog 20 maxconn 7 accept-proxy\n"
                 "  bind /run/in.sock mode 600 uid 3\n"
                 "  bind *:9000-9003\n"
                 "  maxconn 50\n"
                 "  backlog 30\n"
                 "  timeout client 5s\n"
                 "  timeout client-fin 100\n"
                 "  option tcplog\n"
                 "  option dontlognull\n"
                 "  option clitcpka\n"
                 "  option socket-stats\n"
                 "  description what it is for\n"
                 "  default_backend out\n");
  CHECK(proxy.name == "in");
  CHECK(proxy.takes_clients);
  CHECK_FALSE(proxy.has_servers);
  CHECK(bind_texts(proxy) == lines{"ipv4@127.0.0.1:8001", "ipv6@[::1]:8002", "unix@/run/in.sock",
                                   "ipv4@0.0.0.0:9000-9003"});
  CHECK(proxy.binds[1].name == "two");
  CHECK(proxy.binds[1].socket.backlog == 20);
  CHECK(proxy.binds[1].maxconn == 7);
  CHECK(proxy.binds[1].accept_proxy);
  CHECK(proxy.binds[1].place == config_place{"a.cfg", 4});
  CHECK(proxy.binds[2].socket.mode == 0600U);
  CHECK(proxy.binds[2].socket.uid == 3U);
  CHECK(proxy.binds[2].socket.backlog == 30);
  CHECK(proxy.maxconn == 50);
  CHECK(proxy.client_timeout == 5s);
  CHECK(proxy.client_fin_timeout == 100ms);
  CHECK(proxy.tcplog);
  CHECK_FALSE(proxy.log_null);
  CHECK(proxy.tcp_keepalive_client);
  CHECK(proxy.socket_stats);
  CHECK(proxy.description == "what it is for");
  CHECK(proxy.default_backend == "out");
}

TEST_CASE("a backend has all that its lines say") {
  auto proxy = last_proxy("backend out\n"
                          "  balance random(3)\n"
                          "  hash-type consistent\n"
                          "  retries 7\n"
                          "  option redispatch 2\n"
                          "  option allbackups\n"
                          "  option log-health-checks\n"
                          "  fullconn 80\n"
                          "  timeout connect 1s\n"
                          "  timeout server 1m\n"
                          "  timeout queue 2s\n"
                          "  timeout check 3s\n"
                          "  timeout tunnel 1h\n"
                          "  timeout server-fin 0\n"
                          "  load-server-state-from-file local\n"
                          "  server-state-file-name out.state\n");
  CHECK(proxy.has_servers);
  CHECK_FALSE(proxy.takes_clients);
  CHECK(proxy.balance == balance_algorithm::random);
  CHECK(proxy.random_draws == 3);
  CHECK(proxy.consistent_hash);
  CHECK(proxy.retries == 7);
  CHECK(proxy.redispatch == 2);
  CHECK(proxy.all_backups);
  CHECK(proxy.log_checks);
  CHECK(proxy.fullconn == 80);
  CHECK(proxy.connect_timeout == 1s);
  CHECK(proxy.server_timeout == 1min);
  CHECK(proxy.queue_timeout == 2s);
  CHECK(proxy.check_timeout == 3s);
  CHECK(proxy.tunnel_timeout == 1h);
  CHECK(proxy.server_fin_timeout == 0ms);
  CHECK(proxy.load_states == state_source::local);
  CHECK(proxy.states_file == "out.state");
}

TEST_CASE("a server takes over what default-server said and keeps what it says itself") {
  auto proxy = last_proxy("backend out\n"
                          "  default-server check inter 3s fall 5 weight 10\n"
                          "  server a 127.0.0.1:80 weight 20\n"
                          "  default-server no-check\n"
                          "  server b [::1] backup disabled send-proxy-v2 slowstart 5\n"
                          "  server c /run/c.sock id 9 on-marked-down shutdown-sessions\n"
                          "  server d localhost:+10 minconn 5 maxconn 3\n");
  REQUIRE(proxy.servers.size() == 4);
  const auto& [a, b, c, d] =
      std::tie(proxy.servers[0], proxy.servers[1], proxy.servers[2], proxy.servers[3]);
  CHECK((a.check && a.inter == 3s && a.fall == 5 && a.rise == 2 && a.weight == 20));
  CHECK(to_string(a.address) == "127.0.0.1:80");
  CHECK((a.id == 1 && !a.id_chosen && !a.keeps_client_port));
  CHECK((!b.check && b.backup && b.disabled && b.weight == 10 && b.slowstart == 5s));
  CHECK(b.header == net::proxy_header::v2);
  CHECK((b.keeps_client_port && to_string(b.address) == "[::1]:0"));
  CHECK((c.id == 9 && c.id_chosen && c.shutdown_sessions_when_down));
  CHECK(to_string(c.address) == "unix@/run/c.sock");
  CHECK((d.keeps_client_port && d.port_offset == 10 && d.host_name == "localhost" && d.id == 4));
  CHECK((d.minconn == 5 && d.maxconn == 5));
}

TEST_CASE("sections inherit from the last defaults or from the ones that they name") {
  auto parsed = good("defaults base\n"
                     "  timeout client 1s\n"
                     "  timeout connect 1s\n"
                     "  timeout server 1s\n"
                     "  retries 9\n"
                     "defaults other from base\n"
                     "  timeout server 2s\n"
                     "  maxconn 10\n"
                     "listen a from base\n"
                     "  bind 127.0.0.1:8001\n"
                     "listen b\n"
                     "  bind 127.0.0.1:8002\n"
                     "  maxconn 20\n"
                     "defaults\n"
                     "backend c\n");
  REQUIRE(parsed.proxies.size() == 3);
  const auto& [a, b, c] = std::tie(parsed.proxies[0], parsed.proxies[1], parsed.proxies[2]);
  CHECK((a.server_timeout == 1s && a.retries == 9 && a.maxconn == 0));
  CHECK((b.server_timeout == 2s && b.retries == 9 && b.maxconn == 20));
  CHECK((!c.server_timeout && c.retries == 3));
  CHECK((a.id == 1 && b.id == 2 && c.id == 3));
  CHECK(parsed.warnings.empty());
}

TEST_CASE("no takes back what defaults said and a chosen number is not given twice") {
  auto parsed = good("defaults\n"
                     "  log 127.0.0.1 local0\n"
                     "  option tcpka\n"
                     "  option redispatch\n"
                     "backend a\n"
                     "  no log\n"
                     "  no option tcpka\n"
                     "  no option redispatch\n"
                     "backend b\n"
                     "  id 2\n");
  const auto& [a, b] = std::tie(parsed.proxies[0], parsed.proxies[1]);
  CHECK((a.logs.empty() && !a.tcp_keepalive_server && !a.redispatch));
  CHECK((b.logs.size() == 1 && b.tcp_keepalive_server && b.redispatch == -1));
  CHECK((a.id == 1 && b.id == 2));
}

TEST_CASE("the first number of a proxy is two if there is a stats socket as with HAProxy") {
  auto parsed = good("global\n  stats socket /a\nbackend a\nbackend b\n  id 3\nbackend c\n");
  CHECK(parsed.proxies[0].id == 2);
  CHECK((parsed.proxies[1].id == 3 && parsed.proxies[1].id_chosen));
  CHECK((parsed.proxies[2].id == 4 && !parsed.proxies[2].id_chosen));
}

TEST_CASE("log lines say where they go and log global stands for those of global") {
  auto parsed = good("global\n"
                     "  log 127.0.0.1:5140 len 200 local3 info err\n"
                     "  maxconn 77\n"
                     "  server-state-base /states\n"
                     "  server-state-file all\n"
                     "backend a\n"
                     "  log global\n"
                     "  log /dev/log format rfc5424 daemon\n");
  CHECK(parsed.maxconn == 77U);
  CHECK(parsed.server_state_base == "/states");
  CHECK(parsed.server_state_file == "all");
  const auto& logs = parsed.proxies[0].logs;
  REQUIRE(logs.size() == 2);
  CHECK(logs[0] == parsed.logs[0]);
  CHECK(to_string(logs[0].address) == "127.0.0.1:5140");
  CHECK((logs[0].length == 200 && logs[0].facility == 19 && logs[0].highest_level == 6));
  CHECK(logs[0].minimum_level == 3);
  CHECK(to_string(logs[1].address) == "unix@/dev/log");
  CHECK((logs[1].format == log_format::rfc5424 && logs[1].facility == 3 &&
         logs[1].highest_level == 7));
}

TEST_CASE("use_backend has alternatives of conditions that hold together") {
  using kind = traffic_condition::kind;
  auto proxy =
      last_proxy("backend out\n"
                 "listen in\n"
                 "  bind 127.0.0.1:8001\n"
                 "  use_backend out if { src 10.0.0.0/8 ::1 } !{ dst_port 80:90 443 } or TRUE\n"
                 "  use_backend out unless { src_port ge 1024 } FALSE\n"
                 "  use_backend out\n");
  REQUIRE(proxy.rules.size() == 3);
  const auto& first = proxy.rules[0].alternatives;
  REQUIRE((first.size() == 2 && first[0].size() == 2 && first[1].size() == 1));
  CHECK((first[0][0].what == kind::src && first[0][0].networks.size() == 2));
  CHECK((first[0][0].networks[0].prefix == 8 && first[0][0].networks[1].family == AF_INET6));
  CHECK((first[0][1].what == kind::dst_port && first[0][1].negated));
  CHECK(first[0][1].ports == std::vector<traffic_condition::port_range>{{80, 90}, {443, 443}});
  CHECK((first[1][0].name == "TRUE" && first[1][0].lines[0].what == kind::always));
  CHECK(proxy.rules[1].unless);
  CHECK(proxy.rules[1].alternatives[0][0].ports ==
        std::vector<traffic_condition::port_range>{{1024, 65535}});
  CHECK(proxy.rules[1].alternatives[0][1].lines[0].negated);
  CHECK(proxy.rules[2].alternatives[0][0].what == kind::always);
}

TEST_CASE("a log's lines may go to the worker's own streams in each of HAProxy's formats") {
  auto logs = last_proxy("listen in\n"
                         "  log stdout format raw local0\n"
                         "  log stderr len 90 daemon err\n"
                         "  log fd@2 format short user\n")
                  .logs;
  REQUIRE(logs.size() == 3);
  CHECK((logs[0].fd == 1 && logs[0].format == log_format::raw));
  CHECK((logs[1].fd == 2 && logs[1].format == log_format::local && logs[1].length == 90));
  CHECK((logs[2].fd == 2 && logs[2].format == log_format::brief));
}

TEST_CASE("the steps of a health check are kept in order and decoded") {
  using kind = check_step::kind;
  auto proxy = last_proxy("backend out\n"
                          "  option tcp-check\n"
                          "  tcp-check connect port 81 send-proxy comment first\n"
                          "  tcp-check send PING\\r\\n\n"
                          "  tcp-check send-binary 50494e47\n"
                          "  tcp-check expect ! string -ERR\n"
                          "  tcp-check expect rstring ^\\+PO.G comment pong\n"
                          "  tcp-check expect !binary 00ff\n");
  CHECK(proxy.tcp_check);
  const auto& steps = proxy.check_steps;
  REQUIRE(steps.size() == 6);
  CHECK((steps[0].what == kind::connect && steps[0].port == 81 && steps[0].send_proxy));
  CHECK(steps[0].comment == "first");
  CHECK((steps[1].what == kind::send && steps[1].bytes == "PING\r\n"));
  CHECK((steps[2].what == kind::send && steps[2].bytes == "PING"));
  CHECK((steps[3].what == kind::expect && steps[3].negated && steps[3].bytes == "-ERR"));
  CHECK((steps[4].pattern && steps[4].pattern->is_in("+PONG") && steps[4].comment == "pong"));
  CHECK((steps[5].negated && steps[5].bytes == std::string("\0\xff", 2)));
}

TEST_CASE("a disabled proxy leaves its addresses to others and is asked for nothing") {
  auto parsed = good("listen a\n  bind 127.0.0.1:8001\n  disabled\n  default_backend none\n"
                     "listen b\n  bind 127.0.0.1:8001\n");
  CHECK(parsed.proxies[0].disabled);
  CHECK(parsed.proxies[0].binds.empty());
  CHECK(bind_texts(parsed.proxies[1]) == lines{"ipv4@127.0.0.1:8001"});
}

TEST_CASE("a port is taken out of an address and put into it") {
  auto v4 = find_server_address("127.0.0.1:80")->address;
  CHECK(port_of(v4) == 80);
  CHECK(to_string(with_port(v4, 9)) == "127.0.0.1:9");
  auto path = find_server_address("unix@/a")->address;
  CHECK(port_of(path) == 0);
  CHECK(with_port(path, 9) == path);
}

} // namespace mw::config::proxy_test

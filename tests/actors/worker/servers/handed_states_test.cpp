// States that a worker takes over from the one before.
#include "actors/worker/servers/handed_states.hpp"
#include "net/base/sealed_text.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace mw::handed_states_test {

using namespace mw::worker;

namespace {

constexpr auto text =
    std::string_view{"1\n# a header\n"
                     "3 b 1 s 127.0.0.9 0 1 50 10 7 8 2 0 14 0 0 0 - 99 - 0 0 - - 0\n"
                     "3 b 2 t 127.0.0.1 2 0 10 10 7 8 2 0 14 0 0 0 - 82 - 0 0 - - 0\n"
                     "\n# be_name srv_name srv_configured srv_moved_to\n"
                     "b s 127.0.0.1:81 127.0.0.9:99\nb t 127.0.0.1:82 -\n\n"};

std::vector<config::proxy_settings> backend_with(const std::string& host) {
  auto proxy = config::proxy_settings();
  proxy.name = "b";
  proxy.has_servers = true;
  auto& server = proxy.servers.emplace_back();
  server.name = "s";
  server.host_name = host;
  server.keeps_client_port = true;
  server.port_offset = 3;
  return {proxy};
}

/// The address of the first server.
std::string moved_to(const std::string& configured_before) {
  auto changed = std::string(text);
  auto place = std::string_view{"127.0.0.1:81"};
  changed.replace(changed.find(place), place.size(), configured_before);
  auto servers = parse_handed_states(changed, backend_with("here"));
  REQUIRE(servers.size() == 2);
  CHECK_FALSE(servers[0].record.port);
  CHECK_FALSE(servers[1].record.address);
  CHECK((servers[0].record.admin_state == 1 && servers[0].record.weight == 50));
  return servers[0].record.address ? to_string(*servers[0].record.address) : "";
}

} // namespace

TEST_CASE("a server that was moved stays there, unless its line has another address than before") {
  CHECK(moved_to("here:+3") == "127.0.0.9:99");
  CHECK(moved_to("here:+4").empty());
  CHECK(moved_to("there:+3").empty());
}

TEST_CASE("what the master hands over is read from sealed memory alone") {
  auto states = saved_states{};
  read_handed_states(-1, {}, states);
  CHECK((states.handed.empty() && states.warnings.empty()));
  read_handed_states(net::seal_text("states", text)->release(), {}, states);
  CHECK(states.handed.size() == 2);
  CHECK(net::unseal_text(-1).error() == std::errc::invalid_argument);
}

TEST_CASE("words without sense are no states") {
  for (const auto* wrong : {"", "\n", "Unknown command\n", "1\nb s x\nb s x y z\n", "2\nb s x y\n"})
    CHECK(parse_handed_states(wrong, backend_with("x")).empty());
}

} // namespace mw::handed_states_test

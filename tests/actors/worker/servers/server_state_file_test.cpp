// Files with servers' states.
#include "actors/worker/servers/server_state_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace mw::server_state_file_test {

using namespace mw::worker;

namespace {

constexpr auto good_line =
    std::string_view{"3 foo 1 a 127.0.0.2 0 1 50 10 7 8 2 0 14 0 0 0 - 44 - 0 0 - - 0\n"};

/// A configuration whose backend loads its states from the folder.
config::configuration loading(const std::string& folder, config::state_source from) {
  auto settings = config::configuration{};
  settings.server_state_base = folder;
  settings.server_state_file = "all";
  settings.proxies.resize(1);
  settings.proxies[0].name = "foo";
  settings.proxies[0].has_servers = true;
  settings.proxies[0].load_states = from;
  return settings;
}

} // namespace

TEST_CASE("a line of a states' file says all that is kept of a server") {
  auto servers = parse_saved_servers("1\n# a header\n" + std::string(good_line));
  REQUIRE(servers.size() == 1);
  const auto& [backend, name, record] = servers[0];
  CHECK((backend == "foo" && name == "a"));
  CHECK(record.state == relay::operation::stopped);
  CHECK((record.admin_state == 1 && record.weight == 50 && record.initial_weight == 10));
  CHECK(record.since_last_change == std::chrono::seconds(7));
  CHECK((record.status == relay::check_status::l4_connection && record.health == 0));
  CHECK(record.verdict == relay::check_verdict::failed);
  CHECK(record.port == 44);
  CHECK_FALSE(record.address);
}

TEST_CASE("lines of a states' file that are no such lines are left out") {
  for (const auto* text :
       {"", "2\n", "1\n3 foo 1 a\n", "1\n3 foo 1 a - 9 1 50 10 7 8 2 0 14 0 0 0 - 0 - 0 0 - - 0\n",
        "1\n3 foo 1 a - 0 1 x 10 7 8 2 0 14 0 0 0 - 0 - 0 0 - - 0\n"})
    CHECK(parse_saved_servers(text).empty());
  auto path = parse_saved_servers("1\n3 foo 1 a - 0 1 5 10 7 8 2 0 14 0 0 0 - 0 - 0 0 - - 0\n");
  REQUIRE(path.size() == 1);
  CHECK_FALSE(path[0].record.port);
}

TEST_CASE("states come from the backend's own file or from that of all") {
  temporary_folder folder;
  std::ofstream(folder / "foo") << "1\n" << good_line;
  auto local = read_saved_states(loading(folder.path(), config::state_source::local));
  REQUIRE(local.backends.size() == 1);
  CHECK((local.backends[0].name == "foo" && local.backends[0].servers.size() == 1));
  CHECK(local.warnings.empty());
  auto global = read_saved_states(loading(folder.path(), config::state_source::global));
  CHECK(global.backends.empty());
  CHECK(global.warnings ==
        std::vector<std::string>{"config : cannot read the servers' states in '" +
                                 (folder / "all") + "': No such file or directory"});
  auto none = read_saved_states(loading(folder.path(), config::state_source::none));
  CHECK((none.backends.empty() && none.warnings.empty()));
}

} // namespace mw::server_state_file_test

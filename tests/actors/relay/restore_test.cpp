// The parts of servers' former states that are restored.
#include "tests/fixtures/relay_fixture.hpp"

namespace mw::restore_test {

using namespace mw::test;

TEST_CASE("a server's maintenance is restored unless the configuration has changed its mind") {
  // The configuration's value, the former state, and the result with HAProxy 2.6.12.
  struct example {
    bool disabled;
    unsigned before;
    unsigned after;
  };

  for (auto [disabled, before, after] :
       {example{false, 0, 0}, example{false, 1, 1}, example{false, 4, 0}, example{false, 5, 0},
        example{false, 8, 8}, example{true, 0, 5}, example{true, 1, 5}, example{true, 4, 4},
        example{true, 5, 5}, example{true, 8, 5}}) {
    INFO(disabled << " " << before);
    relay_fixture relay;
    relay.add_server().disabled = disabled;
    relay.start();
    auto record = relay::server_record();
    record.admin_state = before;
    relay.engine().actions().restore(relay.srv(), record);
    CHECK(relay.srv().admin_state == after);
  }
}

} // namespace mw::restore_test

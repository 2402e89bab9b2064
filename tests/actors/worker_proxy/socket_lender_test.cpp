// The control pair of a HAProxy process, for the one that takes over its sockets.
#include "tests/fixtures/proxy_parts_fixture.hpp"

namespace mw::socket_lender_test {

using test::proxy_parts_fixture;
using test::received;

TEST_CASE_METHOD(proxy_parts_fixture,
                 "socket lender: a process with sockets lends its control pair") {
  auto borrower = ask(lend_control{});
  auto asked = next_channel();
  CHECK(asked.received() == "_getsocks\n");
  CHECK(asker.empty());
  asked.send("\x01");
  settle();
  CHECK(received<control_lent>(borrower).first.value().control.fd);
  CHECK(asked.closed());
}

TEST_CASE_METHOD(proxy_parts_fixture, "socket lender: a process without sockets lends nothing") {
  auto borrower = ask(lend_control{});
  next_channel().close();
  settle();
  CHECK(received<control_lent>(borrower).second == caf::make_error(errc::process_gone));
}

TEST_CASE_METHOD(proxy_parts_fixture, "socket lender: one process at a time") {
  auto first = ask(lend_control{});
  auto second = ask(lend_control{});
  CHECK(received<control_lent>(second).second == caf::make_error(errc::process_busy));
  end();
  CHECK(received<control_lent>(first).second == caf::make_error(errc::process_gone));
}

} // namespace mw::socket_lender_test

// The workers' listening sockets: options that change in place while they are open, and changes
// that are refused.
#include "tests/fixtures/store_fixture.hpp"
#include "tests/support/forked.hpp"

#include <fmt/format.h>

#include <netinet/tcp.h>

namespace mw::socket_store_change_test {

using test::store_fixture;
using test::with;
using option = listen_options;

namespace {

/// Counts the clients that a listener's queue takes.
size_t room_for_clients(const std::string& path) {
  auto clients = std::vector<unique_fd>{};
  constexpr auto far_too_many = size_t{100};
  while (clients.size() < far_too_many) {
    auto client = make_socket(AF_UNIX);
    if (!connect_to(client, unix_name(path)))
      break;
    clients.push_back(std::move(client));
  }
  return clients.size();
}

uint32_t backlog_of(const listen_socket& tcp) {
  auto info = tcp_info{};
  socklen_t size = sizeof info;
  REQUIRE(::getsockopt(tcp.fd(), IPPROTO_TCP, TCP_INFO, &info, &size) == 0);
  return info.tcpi_sacked; // a listener has the limit of its queue there
}

constexpr auto other_kind = "cannot change the interface or IP version of the open socket '{}': it "
                            "needs another address or a restart";

} // namespace

TEST_CASE_METHOD(store_fixture, "another mode is set on the open socket's path") {
  auto open = get(path, with(&option::mode, 0600));
  CHECK(mode() == 0600);
  CHECK(get(path, with(&option::mode, 0660)) == open);
  CHECK(mode() == 0660);
}

TEST_CASE_METHOD(store_fixture, "a mode that is not wished any more becomes that of a new path") {
  auto open = get(path, with(&option::mode, 0600));
  auto before = ::umask(027);
  auto again = try_get(path);
  ::umask(before);
  CHECK(again == open);
  CHECK(mode() == 0750);
}

TEST_CASE_METHOD(store_fixture, "what the operator did to a path stays if nothing else is wished") {
  auto open = get(path, with(&option::mode, 0600));
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  CHECK(get(path, with(&option::mode, 0600, &option::backlog, 5)) == open);
  CHECK(mode() == 0644);
}

TEST_CASE_METHOD(store_fixture, "another owner is set on the open socket's path, and taken back") {
  if (!test::is_root())
    return;
  auto open = get(path);
  CHECK(get(path, with(&option::uid, 1234, &option::gid, 2345)) == open);
  CHECK(status_of(path).st_uid == 1234);
  CHECK(status_of(path).st_gid == 2345);
  CHECK(get(path, with(&option::gid, 3456)) == open);
  CHECK(status_of(path).st_uid == ::geteuid());
  CHECK(status_of(path).st_gid == 3456);
}

TEST_CASE_METHOD(store_fixture, "an owner that cannot be set is an error, and the mode stays") {
  auto open = get(path, with(&option::mode, 0600));
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0); // for processes that have left root
  auto said = test::forked([&] {
    if (::geteuid() == 0 && ::seteuid(1234) != 0)
      return std::string{"cannot drop root"};
    return refusal(path, with(&option::mode, 0666, &option::uid, 4321));
  });
  CHECK(said ==
        fmt::format("cannot change the owner of the open socket 'unix@{}': Operation not permitted",
                    path));
  CHECK(mode() == 0600);
}

TEST_CASE_METHOD(store_fixture, "a path that is gone cannot have another mode") {
  auto open = get(path, with(&option::mode, 0600));
  REQUIRE(::unlink(path.c_str()) == 0);
  auto expected = fmt::format(
      "cannot change the mode of the open socket 'unix@{}': No such file or directory", path);
  CHECK(refusal(path, with(&option::mode, 0660)) == expected);
  CHECK(refusal(path, with(&option::mode, 0660)) == expected); // it is not taken for changed
  CHECK(get(path, with(&option::mode, 0600)) == open);
}

TEST_CASE_METHOD(store_fixture, "another backlog is set on the open socket of a path") {
  auto open = get(path, with(&option::backlog, 1));
  auto room = room_for_clients(path);
  open.reset();
  open = get(path, with(&option::backlog, 1));
  CHECK(get(path, with(&option::backlog, 4)) == open);
  CHECK(room_for_clients(path) == room + 3);
}

TEST_CASE_METHOD(store_fixture, "another backlog is set on an open TCP socket") {
  auto open = get("127.0.0.1:0", with(&option::backlog, 7));
  CHECK(get("127.0.0.1:0", with(&option::backlog, 9)) == open);
  CHECK(backlog_of(open->front()) == 9);
}

TEST_CASE_METHOD(store_fixture, "an open socket gets no other interface or IP version") {
  auto options = GENERATE(with(&option::backlog, 9, &option::interface, "lo"),
                          with(&option::backlog, 9, &option::v6only, true),
                          with(&option::backlog, 9, &option::v4v6, true));
  auto open = get("127.0.0.1:0", with(&option::backlog, 7));
  CHECK(refusal("127.0.0.1:0", options) ==
        fmt::format(fmt::runtime(other_kind), "ipv4@127.0.0.1:0"));
  CHECK(backlog_of(open->front()) == 7);
  CHECK(get("127.0.0.1:0", with(&option::backlog, 7)) == open);
}

TEST_CASE_METHOD(store_fixture, "what concerns TCP only changes nothing about an open path") {
  auto open = get(path);
  CHECK(get(path, with(&option::interface, "lo", &option::v6only, true)) == open);
}

} // namespace mw::socket_store_change_test

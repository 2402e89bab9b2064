// Passing connections over a control pair, with well-behaved and other peers.
#include "net/stream/channel.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace mw::channel_test {

using namespace net;

namespace {

struct pair {
  unique_fd master;
  unique_fd worker;
};

pair make() {
  auto made = make_pair();
  REQUIRE(made);
  return {std::move(made->first), std::move(made->second)};
}

void write_to(const unique_fd& fd, const std::string& text) {
  REQUIRE(::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(text.size()));
}

std::string read_from(const unique_fd& fd) {
  std::array<char, 100> bytes{};
  auto size = ::read(fd.get(), bytes.data(), bytes.size());
  return size < 0 ? std::strerror(errno) : std::string(bytes.data(), static_cast<size_t>(size));
}

/// Sends a message that a peer which is not ours may send.
void send_raw(const unique_fd& to, std::string data, const std::vector<int>& descriptors) {
  iovec part{data.data(), data.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  auto size = descriptors.size() * sizeof(int);
  std::vector<char> control(CMSG_SPACE(size));
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(header), descriptors.data(), size);
  }
  REQUIRE(::sendmsg(to.get(), &message, MSG_NOSIGNAL) == static_cast<ssize_t>(data.size()));
}

size_t open_descriptors() {
  std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

std::error_code receive_error(const unique_fd& from) {
  auto received = receive_channel(from.get());
  return received ? std::error_code{} : received.error();
}

} // namespace

TEST_CASE("both ends of a pair are close-on-exec, non-blocking and connected", "[channel]") {
  auto ends = make();
  CHECK(is_private_and_non_blocking(ends.master.get()));
  CHECK(is_private_and_non_blocking(ends.worker.get()));
  write_to(ends.master, "there");
  CHECK(read_from(ends.worker) == "there");
}

TEST_CASE("a passed channel connects its two holders", "[channel]") {
  auto kind = GENERATE(channel_kind::lines, channel_kind::framed);
  auto control = make();
  auto ends = make();
  REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, kind));
  ends.worker.reset();
  auto received = receive_channel(control.worker.get());
  REQUIRE(received);
  CHECK(received->kind == kind);
  CHECK(is_private_and_non_blocking(received->fd.get()));
  write_to(received->fd, "answer");
  CHECK(read_from(ends.master) == "answer");
  received->fd.reset();
  CHECK(read_from(ends.master).empty());
}

TEST_CASE("a channel on the wire is two bytes and one descriptor", "[channel]") {
  auto control = make();
  auto ends = make();
  REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, channel_kind::lines));
  CHECK(read_from(control.worker) == std::string(2, '\0'));
  CHECK(read_from(control.worker) == std::strerror(EAGAIN));
}

TEST_CASE("channels that queued up are received one by one in order", "[channel]") {
  auto control = make();
  std::vector<pair> sent;
  for (int i = 0; i < 3; ++i) {
    auto ends = make();
    write_to(ends.master, std::to_string(i));
    auto kind = i == 1 ? channel_kind::framed : channel_kind::lines;
    REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, kind));
    sent.push_back(std::move(ends));
  }
  std::string order;
  for (int i = 0; i < 3; ++i) {
    auto received = receive_channel(control.worker.get());
    REQUIRE(received);
    order += read_from(received->fd) + (received->kind == channel_kind::framed ? "f " : "l ");
  }
  CHECK(order == "0l 1f 2l ");
  CHECK(receive_error(control.worker) == std::errc::resource_unavailable_try_again);
}

TEST_CASE("channels passed before their master ended are still received", "[channel]") {
  auto control = make();
  auto ends = make();
  REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, channel_kind::lines));
  control.master.reset();
  CHECK(receive_channel(control.worker.get()));
  CHECK(receive_error(control.worker) == std::errc::connection_reset);
}

TEST_CASE("a full control pair is EAGAIN and keeps what it has", "[channel]") {
  auto control = make();
  auto ends = make();
  int passed = 0;
  std::error_code full;
  while (!(full = pass_channel(control.master.get(), ends.worker, channel_kind::lines)))
    ++passed;
  CHECK(full == std::errc::resource_unavailable_try_again);
  int received = 0;
  while (receive_channel(control.worker.get()))
    ++received;
  CHECK(received == passed);
}

TEST_CASE("passing to a worker that is gone is EPIPE without a signal", "[channel]") {
  auto control = make();
  auto ends = make();
  control.worker.reset();
  CHECK(pass_channel(control.master.get(), ends.worker, channel_kind::lines) ==
        std::errc::broken_pipe);
}

TEST_CASE("passing no descriptor is EBADF and sends nothing", "[channel]") {
  auto control = make();
  CHECK(pass_channel(control.master.get(), unique_fd{}, channel_kind::lines) ==
        std::errc::bad_file_descriptor);
  CHECK(receive_error(control.worker) == std::errc::resource_unavailable_try_again);
}

TEST_CASE("a message without a descriptor is consumed and the next one received", "[channel]") {
  auto control = make();
  auto ends = make();
  send_raw(control.master, "xy", {});
  REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, channel_kind::lines));
  CHECK(receive_error(control.worker) == std::errc::bad_message);
  CHECK(receive_channel(control.worker.get()));
}

TEST_CASE("a channel with one byte of data is a line channel", "[channel]") {
  auto control = make();
  auto ends = make();
  send_raw(control.master, "\1", {ends.worker.get()});
  auto received = receive_channel(control.worker.get());
  REQUIRE(received);
  CHECK(received->kind == channel_kind::lines);
}

TEST_CASE("an unknown kind is a line channel, as HAProxy ignores the data", "[channel]") {
  auto control = make();
  auto ends = make();
  send_raw(control.master, "\1\7", {ends.worker.get()});
  auto received = receive_channel(control.worker.get());
  REQUIRE(received);
  CHECK(received->kind == channel_kind::lines);
}

TEST_CASE("further descriptors of a message are closed", "[channel]") {
  auto control = make();
  auto ends = make();
  auto before = open_descriptors();
  auto count = GENERATE(2U, 3U, 253U);
  send_raw(control.master, std::string(2, '\0'), std::vector<int>(count, ends.worker.get()));
  auto received = receive_channel(control.worker.get());
  REQUIRE(received);
  CHECK(open_descriptors() == before + 1);
}

TEST_CASE("a descriptor that is no stream socket is refused and closed", "[channel]") {
  auto control = make();
  unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  auto before = open_descriptors();
  send_raw(control.master, std::string(2, '\0'), {null.get()});
  CHECK(receive_error(control.worker) == std::errc::bad_message);
  CHECK(open_descriptors() == before);
}

TEST_CASE("without room for the descriptor the error is EMFILE and the message consumed",
          "[channel]") {
  auto control = make();
  auto ends = make();
  REQUIRE_FALSE(pass_channel(control.master.get(), ends.worker, channel_kind::lines));
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none{0, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  auto failed = receive_error(control.worker);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(failed == std::errc::too_many_files_open);
  CHECK(receive_error(control.worker) == std::errc::resource_unavailable_try_again);
}

TEST_CASE("receiving from what is no socket is an error", "[channel]") {
  unique_fd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  CHECK(receive_error(null) == std::errc::not_a_socket);
}

} // namespace mw::channel_test

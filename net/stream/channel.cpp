// Passing descriptors over a control pair.
#include "net/stream/channel.hpp"

#include "net/base/last_error.hpp"
#include "net/base/non_blocking.hpp"

#include <array>
#include <cstring>
#include <vector>

#include <sys/socket.h>

namespace mw::net {

namespace {

constexpr size_t data_size = 2;
/// The most descriptors that Linux lets one message carry (SCM_MAX_FD).
constexpr size_t most_descriptors = 253;

template <size_t Count>
struct control_buffer {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(Count * sizeof(int))> bytes{};
};

template <size_t Count>
msghdr make_message(iovec& data, control_buffer<Count>& control) {
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  return message;
}

/// Owns every descriptor that came with the message, so that those not wanted are closed.
std::vector<unique_fd> take_descriptors(msghdr& message) {
  std::vector<unique_fd> all;
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
      continue;
    std::vector<int> numbers((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    std::memcpy(numbers.data(), CMSG_DATA(part), numbers.size() * sizeof(int));
    for (int fd : numbers)
      all.emplace_back(fd);
  }
  return all;
}

bool is_stream_socket(int fd) {
  int type = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

tl::unexpected<std::error_code> error(std::errc code) {
  return tl::unexpected(std::make_error_code(code));
}

} // namespace

tl::expected<std::pair<unique_fd, unique_fd>, std::error_code> make_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
    return tl::unexpected(last_error());
  return std::pair{unique_fd(ends[0]), unique_fd(ends[1])};
}

std::error_code pass_channel(int control_pair, const unique_fd& end, channel_kind kind) {
  std::array<char, data_size> bytes{0, static_cast<char>(kind)};
  iovec data{bytes.data(), bytes.size()};
  control_buffer<1> control;
  msghdr message = make_message(data, control);
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof(int));
  int fd = end.get();
  std::memcpy(CMSG_DATA(part), &fd, sizeof fd);
  if (::sendmsg(control_pair, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    return last_error();
  return {};
}

tl::expected<received_channel, std::error_code> receive_channel(int control_pair) {
  std::array<char, data_size> bytes{};
  iovec data{bytes.data(), bytes.size()};
  control_buffer<most_descriptors> control;
  msghdr message = make_message(data, control);
  auto size = ::recvmsg(control_pair, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (size < 0)
    return tl::unexpected(last_error());
  auto descriptors = take_descriptors(message);
  if (size == 0)
    return error(std::errc::connection_reset);
  if (descriptors.empty() && (message.msg_flags & MSG_CTRUNC) != 0)
    return error(std::errc::too_many_files_open);
  if (descriptors.empty() || !is_stream_socket(descriptors.front().get()))
    return error(std::errc::bad_message);
  if (auto failed = make_non_blocking(descriptors.front().get()))
    return tl::unexpected(failed);
  bool framed = bytes[1] == static_cast<char>(channel_kind::framed);
  return received_channel{std::move(descriptors.front()),
                          framed ? channel_kind::framed : channel_kind::lines};
}

} // namespace mw::net

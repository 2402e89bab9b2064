// A connected stream socket: see byte_stream.hpp.
#include "net/stream/byte_stream.hpp"

#include "net/base/last_error.hpp"

#include <cerrno>

#include <sys/socket.h>

namespace mw::net {

namespace {

// asio only passes the family on to sockets that it opens itself; any stream family serves.
const auto any_stream = asio::generic::stream_protocol{AF_UNIX, 0};

} // namespace

byte_stream::byte_stream(asio::io_context& io, unique_fd socket)
    : socket_(io, any_stream, socket.release()) {}

void byte_stream::close() {
  auto ignored = asio::error_code{};
  socket_.close(ignored);
}

unique_fd byte_stream::release() {
  auto ignored = asio::error_code{};
  return unique_fd{socket_.release(ignored)};
}

void byte_stream::shutdown_write() {
  auto ignored = asio::error_code{}; // the other side may be gone already
  socket_.shutdown(socket_type::shutdown_send, ignored);
}

tl::expected<std::string_view, std::error_code> byte_stream::read(std::span<char> buffer) {
  auto got = ssize_t{};
  do
    got = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    return tl::unexpected(last_error());
  if (got == 0)
    return tl::unexpected(std::make_error_code(std::errc::connection_aborted));
  return std::string_view{buffer.data(), static_cast<size_t>(got)};
}

std::error_code byte_stream::write(std::string& pending) {
  auto sent = size_t{0};
  auto error = std::error_code{};
  while (sent < pending.size() && !error) {
    auto done = ::send(socket_.native_handle(), pending.data() + sent, pending.size() - sent,
                       MSG_NOSIGNAL | MSG_DONTWAIT);
    if (done >= 0)
      sent += static_cast<size_t>(done);
    else if (errno == EAGAIN)
      break;
    else if (errno != EINTR)
      error = last_error();
  }
  pending.erase(0, sent);
  return error;
}

} // namespace mw::net

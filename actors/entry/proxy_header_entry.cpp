// Reads a PROXY header: see proxy_header_entry.hpp.
#include "actors/entry/proxy_header_entry.hpp"

#include "actors/log/log.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"
#include "net/stream/peer.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/socket.h>

namespace mw {

namespace {

/// Empty: the header leaves it open.
std::string source_text(const net::proxy_addresses& header) {
  return header.source.length == 0
             ? std::string{}
             : fmt::format("{}:{}", net::host_of(header.source), net::port_of(header.source));
}

} // namespace

proxy_header_entry_state::proxy_header_entry_state(runtime::host<handle>* self,
                                                   net::unique_fd client, std::string peer,
                                                   listener_actor listener)
    : self_(self),
      client_(std::move(client)),
      readable_(self_->io(), ::fcntl(client_.get(), F_DUPFD_CLOEXEC, 0)),
      peer_(std::move(peer)),
      listener_(std::move(listener)) {}

entry_actor::behavior_type proxy_header_entry_state::make_behavior() {
  return {
      [this](const check_entry&) {
        fail(fmt::format("is not there within {} s", entry_time_limit.count()));
      },
  };
}

void proxy_header_entry_state::begin() {
  self_->delayed_send(self_, entry_time_limit, check_entry{});
  wait();
}

void proxy_header_entry_state::wait() {
  readable_.async_wait(asio::posix::stream_descriptor::wait_read,
                       self_->bind([this](asio::error_code error) {
                         if (!error)
                           read();
                       }));
}

/// Looks first and takes only what belongs to the header: the rest is the session's. Bytes are not
/// left there until it is whole, as the system would report them again and again.
void proxy_header_entry_state::read() {
  auto bytes = std::array<char, net::longest_proxy_header>{};
  auto count = ::recv(client_.get(), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return wait();
  if (count <= 0)
    return fail("is not complete: the client has left");
  auto before = header_.size();
  header_.append(bytes.data(), static_cast<size_t>(count));
  auto header = net::read_proxy_header(header_);
  auto whole = header && *header;
  auto ours = whole ? (*header)->length - before : static_cast<size_t>(count);
  ::recv(client_.get(), bytes.data(), ours, MSG_DONTWAIT);
  if (!header)
    return fail(fmt::format("is {}", header.error()));
  if (!*header)
    return wait();
  passed(source_text(**header));
}

void proxy_header_entry_state::passed(const std::string& source) {
  auto peer = source.empty() ? peer_ : net::peer_text(client_.get(), source);
  self_->send(listener_, client_named{descriptor_box{client_.release()}, std::move(peer)});
  self_->quit();
}

void proxy_header_entry_state::fail(std::string_view reason) {
  log::warning("CLI {}: the connection is closed: its PROXY header {}", peer_, reason);
  self_->quit();
}

} // namespace mw

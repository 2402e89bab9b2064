// A connected stream socket, plain or with TLS: see transport.hpp.
#include "net/tls/transport.hpp"

namespace mw::net {

namespace {

// A TLS record holds as much: no more than one is sealed that the socket does not take.
constexpr size_t portion = 16 * 1024;

tl::unexpected<std::error_code> error(std::errc code) {
  return tl::unexpected(std::make_error_code(code));
}

} // namespace

tl::expected<std::string_view, std::error_code> transport::read(std::span<char> buffer) {
  if (!tls_)
    return socket_.read(buffer);
  plain_ = std::exchange(early_, {});
  if (!plain_.empty())
    return plain_;
  if (tls_->peer_has_ended())
    return error(std::errc::connection_aborted);
  auto sealed = socket_.read(buffer);
  if (!sealed)
    return sealed;
  auto taken = tls_->take(*sealed, plain_);
  socket_.write(tls_->outgoing()); // what TLS itself has to say
  if (!taken) {
    failure_ = taken.error();
    return error(std::errc::protocol_error);
  }
  if (!plain_.empty())
    return plain_;
  return error(tls_->peer_has_ended() ? std::errc::connection_aborted
                                      : std::errc::resource_unavailable_try_again);
}

std::error_code transport::write(std::string& pending) {
  return tls_ ? seal_and_write(pending) : socket_.write(pending);
}

std::error_code transport::seal_and_write(std::string& pending) {
  auto taken = size_t{0};
  auto failed = socket_.write(tls_->outgoing());
  while (!failed && !tls_->has_outgoing() && taken < pending.size()) {
    auto next = std::string_view{pending}.substr(taken, portion);
    if (auto done = tls_->seal(next); !done) {
      failure_ = done.error();
      return std::make_error_code(std::errc::protocol_error);
    }
    taken += next.size();
    failed = socket_.write(tls_->outgoing());
  }
  pending.erase(0, taken);
  return failed;
}

void transport::shutdown_write() {
  if (tls_) {
    tls_->end();
    socket_.write(tls_->outgoing());
  }
  socket_.shutdown_write();
}

} // namespace mw::net

// A client's TLS handshake: see tls_entry.hpp.
#include "actors/entry/tls_entry.hpp"

#include "actors/log/log.hpp"
#include "net/tls/transport.hpp"

#include <array>

namespace mw {

tls_entry_state::tls_entry_state(runtime::host<handle>* self, net::unique_fd client,
                                 std::string peer, const net::tls_context& context,
                                 listener_actor listener)
    : self_(self),
      client_(self_->io(), std::move(client)),
      engine_(std::make_unique<net::tls_engine>(context)),
      peer_(std::move(peer)),
      listener_(std::move(listener)) {}

entry_actor::behavior_type tls_entry_state::make_behavior() {
  return {
      [this](const check_entry&) {
        fail(fmt::format("it is not done within {} s", entry_time_limit.count()));
      },
  };
}

void tls_entry_state::begin() {
  self_->delayed_send(self_, entry_time_limit, check_entry{});
  proceed();
}

void tls_entry_state::read() {
  auto buffer = std::array<char, 16 * 1024>{}; // of a TLS record
  auto sealed = client_.read(buffer);
  if (!sealed && sealed.error() != std::errc::resource_unavailable_try_again)
    return fail("the client has left");
  if (sealed)
    if (auto taken = engine_->take(*sealed, early_); !taken) {
      client_.write(engine_->outgoing()); // the reason, for the client
      return fail(taken.error());
    }
  proceed();
}

/// Goes on with the handshake; bytes that are left to be written go with the first answer.
void tls_entry_state::proceed() {
  if (client_.write(engine_->outgoing()))
    return fail("the client has left");
  if (engine_->is_established())
    return passed();
  if (engine_->has_outgoing())
    return client_.when_writable(self_->bind([this](asio::error_code error) {
      if (!error)
        proceed();
    }));
  client_.when_readable(self_->bind([this](asio::error_code error) {
    if (!error)
      read();
  }));
}

void tls_entry_state::passed() {
  auto connection =
      std::make_shared<net::connection>(client_.release(), std::move(engine_), std::move(early_));
  self_->send(listener_, client_secured{connection_box{std::move(connection)}, peer_});
  self_->quit();
}

void tls_entry_state::fail(std::string_view reason) {
  log::warning("CLI {}: the connection is closed: TLS handshake: {}", peer_, reason);
  self_->quit();
}

} // namespace mw

// Between a TLS client and its session: see tls_entry.hpp.
#include "actors/entry/tls_entry.hpp"

#include "actors/log/log.hpp"
#include "net/stream/channel.hpp"

#include <array>

namespace mw {

namespace {

// Of one read; a TLS record holds as much.
constexpr size_t portion = 16 * 1024;
// The last words of a session fit its socket, which is smaller.
constexpr int most_last_portions = 64;
constexpr int most_reads_behind_the_end = 16;
constexpr auto not_now = std::errc::resource_unavailable_try_again;

using portion_buffer = std::array<char, portion>;

} // namespace

tls_entry_state::tls_entry_state(runtime::host<handle>* self, net::unique_fd client,
                                 std::string peer, const net::tls_context& context,
                                 listener_actor listener)
    : self_(self),
      client_(self_->io(), std::move(client)),
      engine_(context),
      peer_(std::move(peer)),
      listener_(std::move(listener)) {}

/// What the client sends behind its end is let go, so that closing does not cut off the last answer
/// (TCP would).
tls_entry_state::~tls_entry_state() {
  auto buffer = portion_buffer{};
  for (auto left = most_last_portions; session_ && !session_ended_ && left > 0; --left) {
    auto said = session_->read(buffer);
    session_ended_ = !said;
    if (said && (!engine_.seal(*said) || client_.write(engine_.outgoing())))
      break;
  }
  if (session_)
    engine_.end();
  client_.write(engine_.outgoing());
  client_.shutdown_write();
  for (auto reads = 0; reads < most_reads_behind_the_end && client_.read(buffer); ++reads)
    continue;
}

entry_actor::behavior_type tls_entry_state::make_behavior() {
  limit(entry_time_limit);
  client_.when_hung_up(self_->bind([this](asio::error_code error) {
    if (!error)
      client_hung_up();
  }));
  wait();
  return {
      [this](const check_entry&) { check(); },
  };
}

void tls_entry_state::read_client() {
  auto buffer = portion_buffer{};
  auto sealed = client_.read(buffer);
  if (!sealed && sealed.error() == not_now)
    return wait();
  client_ended_ = !sealed;
  if (client_ended_ && !session_)
    return fail("the client has left");
  if (sealed)
    if (auto taken = engine_.take(*sealed, to_session_); !taken)
      return fail(taken.error());
  client_ended_ |= engine_.peer_has_ended();
  if (!session_ && engine_.is_established() && !open_session())
    return;
  proceed();
}

bool tls_entry_state::open_session() {
  auto pair = net::make_pair();
  if (!pair)
    return fail(pair.error().message()), false;
  session_.emplace(self_->io(), std::move(pair->first));
  self_->send(listener_, client_secured{descriptor_box{pair->second.release()}, peer_});
  listener_ = nullptr;
  due_.reset();
  return true;
}

void tls_entry_state::read_session() {
  auto buffer = portion_buffer{};
  auto plain = session_->read(buffer);
  if (!plain && plain.error() == not_now)
    return wait();
  session_ended_ = !plain;
  if (plain)
    if (auto sealed = engine_.seal(*plain); !sealed)
      return fail(sealed.error());
  if (session_ended_)
    engine_.end();
  proceed();
}

void tls_entry_state::proceed() {
  auto before = engine_.outgoing().size();
  if (!flush() || is_over())
    return self_->quit();
  if (session_ended_ && (!due_ || engine_.outgoing().size() < before))
    limit(tls_farewell_limit);
  wait();
}

/// False: the client takes no more. A session that takes no more has ended, and will be read out.
bool tls_entry_state::flush() {
  if (client_.write(engine_.outgoing()))
    return false;
  if (!session_)
    return true;
  if (session_->write(to_session_))
    to_session_.clear();
  if (client_ended_ && to_session_.empty() && !std::exchange(session_told_, true))
    session_->shutdown_write();
  return true;
}

bool tls_entry_state::is_over() const {
  return hung_up_ ? session_told_ : session_ended_ && !engine_.has_outgoing();
}

void tls_entry_state::wait() {
  wait_for_client();
  if (session_)
    wait_for_session();
}

/// Nothing is read for which there is no room at the other side.
void tls_entry_state::wait_for_client() {
  auto has_room = to_session_.empty() && engine_.outgoing().size() < 2 * portion;
  if (has_room && !client_ended_ && !std::exchange(reading_client_, true))
    client_.when_readable(self_->bind([this](asio::error_code error) {
      reading_client_ = false;
      if (!error)
        read_client();
    }));
  if (!engine_.outgoing().empty() && !std::exchange(writing_client_, true))
    client_.when_writable(self_->bind([this](asio::error_code error) {
      writing_client_ = false;
      if (!error)
        proceed();
    }));
}

void tls_entry_state::wait_for_session() {
  auto has_room = engine_.outgoing().empty();
  if (has_room && !session_ended_ && !std::exchange(reading_session_, true))
    session_->when_readable(self_->bind([this](asio::error_code error) {
      reading_session_ = false;
      if (!error)
        read_session();
    }));
  if (!to_session_.empty() && !std::exchange(writing_session_, true))
    session_->when_writable(self_->bind([this](asio::error_code error) {
      writing_session_ = false;
      if (!error)
        proceed();
    }));
}

void tls_entry_state::client_hung_up() {
  hung_up_ = true;
  if (!session_)
    return; // reading tells
  limit(gone_tls_client_limit);
  proceed();
}

/// The last one holds.
void tls_entry_state::limit(time_point::duration from_now) {
  due_ = self_->clock().now() + from_now;
  self_->delayed_send(self_, from_now, check_entry{});
}

void tls_entry_state::check() {
  if (!due_ || self_->clock().now() < *due_)
    return;
  if (!session_)
    return fail(fmt::format("it is not done within {} s", entry_time_limit.count()));
  self_->quit();
}

void tls_entry_state::fail(std::string_view reason) {
  log::warning("CLI {}: the connection is closed: {}: {}", peer_,
               session_ ? "TLS" : "TLS handshake", reason);
  self_->quit();
}

} // namespace mw

// The I/O of a conversation: see connection.hpp.
#include "actors/worker/connection.hpp"

#include "actors/worker/cli_session.hpp"

#include <asio/post.hpp>

#include <array>

namespace mw::worker {

namespace {

constexpr size_t read_size = size_t{16} * 1024;
/// Enough to empty any socket's receive buffer as the kernel sizes it by default.
constexpr int most_drains = 64;

} // namespace

connection::connection(asio::io_context& io, net::unique_fd channel,
                       std::unique_ptr<conversation> talk, worker_context& worker)
    : io_(io),
      fd_(channel.get()),
      stream_(io, std::move(channel)),
      talk_(std::move(talk)),
      worker_(worker) {
  worker_.owners.enter(fd_, "cli_channel");
  worker_.counters.opened(figures::clock::now());
}

connection::~connection() {
  worker_.owners.clear(fd_);
  worker_.counters.closed();
}

/// A step as an asio handler: it keeps the connection alive, and is dropped when the wait was cut.
template <class F>
auto connection::handler(F step) {
  return [self = shared_from_this(), step](const asio::error_code& error) {
    if (!error)
      step(*self);
  };
}

void connection::receive() {
  std::array<char, read_size> buffer; // not initialised: only what was read is used
  auto bytes = stream_.read(buffer);
  if (bytes) {
    talk_->feed(*bytes);
    return answer();
  }
  if (bytes.error() == std::errc::resource_unavailable_try_again)
    wait_for_input();
  else
    stream_.close();
}

void connection::answer() {
  need_ = talk_->answer(output_);
  send();
}

void connection::send() {
  auto unsent = output_.size();
  auto error = stream_.write(output_);
  if (auto sent = unsent - output_.size(); sent > 0)
    worker_.counters.sent(sent, figures::clock::now());
  if (error)
    stream_.close();
  else if (!output_.empty())
    wait_for_room();
  else
    go_on();
}

void connection::go_on() {
  if (output_.capacity() > 2 * max_unsent)
    std::string().swap(output_);
  if (need_ == need::input)
    return wait_for_input();
  if (need_ == need::none)
    return end();
  if (!busy_)
    busy_.emplace(worker_.stop);
  // Others get their turn between two parts of a long answer.
  asio::post(io_, [self = shared_from_this()] { self->answer(); });
}

void connection::wait_for_input() {
  busy_.reset();
  stream_.when_readable(handler([](connection& self) { self.receive(); }));
}

void connection::wait_for_room() {
  if (!busy_)
    busy_.emplace(worker_.stop);
  stream_.when_writable(handler([](connection& self) { self.send(); }));
}

/// A socket closed with unread input ends at the other side as a broken connection, not as an end
/// of file.
void connection::end() {
  std::array<char, read_size> buffer;
  stream_.shutdown_write();
  for (int round = 0; round < most_drains; ++round)
    if (!stream_.read(buffer))
      break;
  stream_.close();
}

} // namespace mw::worker

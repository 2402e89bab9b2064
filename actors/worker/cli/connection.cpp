// The I/O of a conversation: see connection.hpp.
#include "actors/worker/cli/connection.hpp"

#include "actors/worker/cli/cli_session.hpp"
#include "net/base/fault.hpp"

#include <asio/post.hpp>

#include <array>
#include <utility>

namespace mw::worker {

namespace {

constexpr size_t read_size = size_t{16} * 1024;
/// The most reads at the end: enough to empty any socket's receive buffer of the default size.
constexpr int most_drains = 64;
constexpr std::string_view replying = "worker.replying";

} // namespace

connection::connection(asio::io_context& io, net::unique_fd channel,
                       std::unique_ptr<conversation> talk, worker_context& worker,
                       client_terms terms)
    : io_(io),
      fd_(channel.get()),
      stream_(io, std::move(channel)),
      talk_(std::move(talk)),
      worker_(worker),
      terms_(std::move(terms)),
      command_(io),
      idleness_(io) {
  worker_.owners.enter(fd_, terms_.owner);
  worker_.counters.opened();
}

connection::~connection() {
  close();
  worker_.counters.closed();
}

/// Begins with what the client has sent: before a soft stop it is answered.
void connection::start() {
  if (terms_.leaves_at_stop)
    at_stop_.emplace(worker_.stop, soft_stop::stage::asked, [this] {
      if (stream_.is_open() && is_idle())
        receive();
    });
  else
    at_stop_.emplace(worker_.stop, soft_stop::stage::last_call, [this] { hear_last_call(); });
  if (worker_.stop.last_called())
    hear_last_call();
  else
    receive();
}

void connection::receive() {
  std::array<char, read_size> buffer; // not initialised: only what was read is used
  auto bytes = stream_.read(buffer);
  if (bytes) {
    has_spoken_ = true;
    talk_->feed(*bytes);
    return answer();
  }
  if (bytes.error() == std::errc::resource_unavailable_try_again)
    wait_for_input();
  else
    close();
}

void connection::answer() {
  command_.clear();
  idleness_.clear();
  take(talk_->answer(output_));
  begin_to_send();
}

/// Ends the command under way. Output that is not sent yet has a handler already, which waits for
/// room and goes on from there.
void connection::time_is_up() {
  bool blocked = !output_.empty();
  take(talk_->time_is_up(output_));
  if (blocked)
    limit_idleness();
  else
    begin_to_send();
}

/// Sends what is there. A fault that a test has ordered spares the first answer: without that one
/// the worker would never get ready.
void connection::begin_to_send() {
  if (worker_.has_answered && net::is_fault_ordered(replying))
    send_half();
  send();
}

void connection::send() {
  if (write(output_))
    close();
  else if (!output_.empty())
    wait_for_room();
  else
    go_on();
}

void connection::send_half() {
  auto half = output_.substr(0, output_.size() / 2);
  auto size = half.size();
  write(half);
  output_.erase(0, size - half.size());
  if (size > 0)
    net::fault_point(replying);
}

std::error_code connection::write(std::string& bytes) {
  auto unsent = bytes.size();
  auto error = stream_.write(bytes);
  if (auto sent = unsent - bytes.size(); sent > 0) {
    has_sent_ = true;
    worker_.counters.sent(sent, process_stats::clock::now());
  }
  return error;
}

void connection::go_on() {
  if (output_.capacity() > 2 * max_unsent)
    std::string().swap(output_);
  switch (need_) {
  case need::input:
    finish_answer();
    return wait_for_input();
  case need::time:
    return wait_for_time();
  case need::none:
    finish_answer();
    return end();
  case need::room:
    hold();
    // Others get their turn between two parts of a long answer.
    asio::post(io_, handler([](connection& self) { self.answer(); }));
  }
}

void connection::finish_answer() {
  if (!std::exchange(has_sent_, false) || std::exchange(worker_.has_answered, true))
    return;
  net::fault_point("worker.ready");
}

/// Reads what is left and closes: with unread input the other side would see a broken connection
/// and no end of file.
void connection::end() {
  std::array<char, read_size> buffer;
  stream_.shutdown_write();
  for (int round = 0; round < most_drains; ++round)
    if (!stream_.read(buffer))
      break;
  close();
}

void connection::close() {
  if (!stream_.is_open())
    return;
  worker_.owners.clear(fd_);
  command_.clear();
  idleness_.clear();
  stream_.close();
}

} // namespace mw::worker

// The exchange of commands and answers.
#include "scripts/bench/client.hpp"

#include <asio/buffer.hpp>

#include <algorithm>

#include <sys/socket.h>
#include <sys/time.h>

namespace mw::bench {

namespace {

/// Limits the wait of connect(), which on a unix socket lasts while the listener's queue is full.
void limit_waiting(int fd, std::chrono::milliseconds patience) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
  const std::chrono::microseconds rest = patience - seconds;
  const timeval limit{seconds.count(), rest.count()};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

} // namespace

client::client(asio::io_context& io, const load_options& options, measurement& record,
               client_events events)
    : options_(options),
      record_(record),
      events_(std::move(events)),
      socket_(io),
      line_(options.command + "\n") {}

void client::open() {
  if (options_.mode == load_mode::connect)
    return events_.ready();
  if (!connect())
    return;
  if (options_.prompt == prompt_mode::silent)
    return events_.ready();
  if (send("prompt\n"))
    await_answer(&client::prompt_shown);
}

void client::start() {
  next(clock::now());
}

void client::next(clock::time_point now) {
  if (!record_.may_send(now))
    return events_.ended();
  sent_ = now;
  if (options_.mode == load_mode::connect && !connect())
    return;
  if (!send(line_))
    return;
  if (options_.mode == load_mode::connect) {
    std::error_code peer_is_gone; // reading will tell
    socket_.shutdown(asio::socket_base::shutdown_send, peer_is_gone);
  }
  await_answer(&client::command_answered);
}

bool client::connect() {
  std::error_code error;
  socket_.close(error);
  socket_.open({}, error);
  if (!error) {
    limit_waiting(socket_.native_handle(), options_.patience);
    socket_.connect({options_.socket}, error);
  }
  if (error)
    fail("connect: " + error.message());
  return !error;
}

bool client::send(std::string_view text) {
  // The previous command was read before its answer came: there is room for this one.
  std::error_code error;
  const std::size_t written = socket_.write_some(asio::buffer(text), error);
  if (!error && written == text.size())
    return true;
  fail("send: " + (error ? error.message() : "the socket is full"));
  return false;
}

void client::await_answer(step then) {
  then_ = then;
  length_ = 0;
  held_ = 0;
  take(0);
}

void client::take(std::size_t bytes) {
  length_ += bytes;
  held_ += bytes;
  record_.received(bytes);
  if (at_end())
    return (this->*then_)();
  keep_tail();
  socket_.async_read_some(asio::buffer(buffer_.data() + held_, buffer_.size() - held_),
                          [this](const std::error_code& error, std::size_t count) {
                            error ? read_failed(error) : take(count);
                          });
}

bool client::at_end() const {
  return options_.mode == load_mode::interactive &&
         std::string_view(buffer_.data(), held_).ends_with(options_.end);
}

void client::keep_tail() {
  const std::size_t tail = std::min(held_, options_.end.size());
  std::copy_n(buffer_.begin() + static_cast<std::ptrdiff_t>(held_ - tail), tail, buffer_.begin());
  held_ = tail;
}

void client::prompt_shown() {
  events_.ready();
}

void client::command_answered() {
  const auto now = clock::now();
  record_.answered(sent_, now);
  next(now);
}

void client::read_failed(const std::error_code& error) {
  if (error == asio::error::eof && options_.mode == load_mode::connect && length_ > 0)
    return command_answered();
  fail("receive: " + error.message());
}

void client::fail(std::string_view what) {
  record_.failed(what);
  events_.ended();
}

} // namespace mw::bench

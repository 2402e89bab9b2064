// A server of the balancer's tests, on a thread of its own.
#pragma once

#include "net/base/unique_fd.hpp"
#include "tests/support/sockets.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/write.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>

namespace mw::test {

/// Listens on a path until its end. Says its name to each client, if it has one, and sends back all
/// that comes, until the client ends.
class echo_server {
public:
  explicit echo_server(const std::string& path, std::string name = {})
      : name_(std::move(name)),
        listener_(open_one(path)),
        acceptor_(io_, asio::local::stream_protocol(), ::dup(listener_.fd())) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }

  echo_server(const echo_server&) = delete;
  echo_server& operator=(const echo_server&) = delete;

  ~echo_server() {
    io_.stop();
    thread_.join();
  }

  uint64_t received() const { return received_; } ///< bytes of all clients

  unsigned failed() const { return failed_; } ///< connections that ended by a reset

private:
  using socket = asio::local::stream_protocol::socket;

  struct client {
    explicit client(socket from) : stream(std::move(from)) {}

    socket stream;
    std::array<char, 16384> bytes{};
  };

  void accept() {
    acceptor_.async_accept([this](const asio::error_code& error, socket from) {
      if (error)
        return;
      auto next = std::make_shared<client>(std::move(from));
      asio::async_write(next->stream, asio::buffer(name_),
                        [this, next](const asio::error_code& failed, size_t) {
                          if (!ended_badly(failed))
                            read(next);
                        });
      accept();
    });
  }

  void read(const std::shared_ptr<client>& from) {
    from->stream.async_read_some(asio::buffer(from->bytes),
                                 [this, from](const asio::error_code& error, size_t count) {
                                   received_ += count;
                                   if (!ended_badly(error))
                                     send_back(from, count);
                                 });
  }

  void send_back(const std::shared_ptr<client>& to, size_t count) {
    asio::async_write(to->stream, asio::buffer(to->bytes.data(), count),
                      [this, to](const asio::error_code& error, size_t) {
                        if (!ended_badly(error))
                          read(to);
                      });
  }

  /// Tells whether the client has ended, and counts an error that is no orderly end.
  bool ended_badly(const asio::error_code& error) {
    if (error && error != asio::error::eof)
      ++failed_;
    return static_cast<bool>(error);
  }

  std::string name_;
  listen_socket listener_;
  asio::io_context io_{1};
  asio::local::stream_protocol::acceptor acceptor_;
  std::atomic<uint64_t> received_{0};
  std::atomic<unsigned> failed_{0};
  std::thread thread_;
};

} // namespace mw::test

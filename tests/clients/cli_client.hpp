// A client of the CLI, as socat is one.
#pragma once

#include "net/base/unique_fd.hpp"
#include "tests/support/deadline.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mw::test {

/// One connection. A text that does not come in time, or cannot be sent, fails the test and shows
/// what came instead.
class cli_client {
public:
  /// Connects to a unix socket.
  explicit cli_client(const std::string& path);
  /// Connects to a port of 127.0.0.1.
  explicit cli_client(uint16_t port);

  /// Sends everything; what arrives while there is no room for more is kept for the reads.
  void send(std::string_view text);
  /// Sends what fits, without reading; answers how much that was.
  size_t send_what_fits(std::string_view text);
  void half_close();

  void close() { socket_.reset(); }

  /// Reads up to and with this text.
  std::string read_until(std::string_view text, milliseconds bound = patience);
  /// Reads so many bytes.
  std::string read(size_t count, milliseconds bound = patience);
  /// Reads up to the end that the other side makes.
  std::string read_to_end(milliseconds bound = patience);
  /// Tells whether bytes, or the end, come in time. Takes none.
  bool something_comes(milliseconds bound);

  /// Sends a line; reads up to the first blank line.
  std::string ask(std::string_view line);

private:
  bool receive(const deadline& until);
  std::string take(size_t count);

  net::unique_fd socket_;
  std::string received_;
  bool ended_ = false;
};

/// Sends the text over a connection of its own, half-closes, and reads to the end.
std::string talk(const std::string& path, std::string_view text);

} // namespace mw::test

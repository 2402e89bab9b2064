// A client of the CLI: see cli_client.hpp.
#include "tests/clients/cli_client.hpp"

#include "tests/support/sockets.hpp"

#include <array>

namespace mw::test {

namespace {

template <class Name>
net::unique_fd connected(int family, const Name& name) {
  auto socket = net::unique_fd{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  auto limit = timeval{.tv_sec = patience.count() / 1000, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit,
               sizeof limit); // bounds connect(), too
  if (!connect_to(socket, name))
    FAIL("cannot connect: " << std::strerror(errno));
  return socket;
}

/// Shortens a failure's text to its end, where the reason stands.
std::string shown(const std::string& text) {
  constexpr size_t most = 2000;
  return text.size() <= most ? text : "[...]" + text.substr(text.size() - most);
}

} // namespace

cli_client::cli_client(const std::string& path) : socket_(connected(AF_UNIX, unix_name(path))) {}

cli_client::cli_client(uint16_t port) {
  auto name = sockaddr_in{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socket_ = connected(AF_INET, name);
}

void cli_client::send(std::string_view text) {
  auto until = deadline{patience};
  while (!text.empty()) {
    auto sent = send_what_fits(text);
    text.remove_prefix(sent);
    if (sent == 0 && (until.passed() || !wait_for(socket_.get(), POLLIN | POLLOUT, until)))
      FAIL("the other side does not read; it sent: " << shown(received_));
    if (sent == 0 && wait_for(socket_.get(), POLLIN, deadline{milliseconds{0}}) && !receive(until))
      FAIL("the other side has closed; it sent: " << shown(received_));
  }
}

size_t cli_client::send_what_fits(std::string_view text) {
  auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<size_t>(sent);
}

void cli_client::half_close() {
  ::shutdown(socket_.get(), SHUT_WR);
}

/// Waits for bytes and keeps them; false at the end, or if they come too late.
bool cli_client::receive(const deadline& until) {
  auto buffer = std::array<char, 65536>{};
  if (ended_ || !wait_for(socket_.get(), POLLIN, until))
    return false;
  auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got < 0 && errno == EAGAIN)
    return true;
  ended_ = got <= 0;
  if (!ended_)
    received_.append(buffer.data(), static_cast<size_t>(got));
  return !ended_;
}

std::string cli_client::take(size_t count) {
  auto taken = received_.substr(0, count);
  received_.erase(0, count);
  return taken;
}

std::string cli_client::read_until(std::string_view text, milliseconds bound) {
  auto until = deadline{bound};
  auto searched = size_t{0};
  for (;;) {
    if (auto at = received_.find(text, searched); at != std::string::npos)
      return take(at + text.size());
    searched = received_.size() - std::min(received_.size(), text.size());
    if (!receive(until))
      FAIL("'" << text << "' does not come" << (ended_ ? " before the end" : " in time")
               << ", only: " << shown(received_));
  }
}

std::string cli_client::read(size_t count, milliseconds bound) {
  auto until = deadline{bound};
  while (received_.size() < count)
    if (!receive(until))
      FAIL(count << " bytes do not come" << (ended_ ? " before the end" : " in time")
                 << ", only: " << shown(received_));
  return take(count);
}

std::string cli_client::read_to_end(milliseconds bound) {
  auto until = deadline{bound};
  while (receive(until))
    continue;
  if (!ended_)
    FAIL("the other side does not close; it sent: " << shown(received_));
  return take(received_.size());
}

bool cli_client::something_comes(milliseconds bound) {
  return !received_.empty() || wait_for(socket_.get(), POLLIN, deadline{bound});
}

std::string cli_client::ask(std::string_view line) {
  send(std::string{line} + "\n");
  return read_until("\n\n");
}

std::string talk(const std::string& path, std::string_view text) {
  auto client = cli_client{path};
  client.send(text);
  client.half_close();
  return client.read_to_end();
}

} // namespace mw::test

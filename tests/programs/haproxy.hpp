// HAProxy's own program, as the worker of ours and for comparison with ours.
#pragma once

#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <fmt/format.h>

#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace mw::test {

inline const auto haproxy = std::string{"/usr/sbin/haproxy"};

/// The beginning of a command line that makes it the worker.
inline std::vector<std::string> with_haproxy(const std::vector<std::string>& more = {}) {
  auto words = std::vector<std::string>{"--worker", haproxy, "-W"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Options of a service whose worker is HAProxy.
inline service_options haproxy_service(std::string configuration,
                                       const std::vector<std::string>& more = {}) {
  return {.configuration = std::move(configuration), .arguments = with_haproxy(more)};
}

/// Makes a configuration: `section` behind the lines that every HAProxy needs to relay traffic.
inline std::string http_configuration(std::string_view section, std::string_view global = {}) {
  return fmt::format("global\n{}defaults\n  mode http\n  timeout client 30s\n  timeout server 30s\n"
                     "  timeout connect 5s\n{}",
                     global, section);
}

/// Makes a frontend that answers each request itself.
inline std::string answering_frontend(std::string_view address) {
  return fmt::format("frontend f\n  bind {}\n  http-request return status 200 content-type "
                     "text/plain string served\n",
                     address);
}

/// A TCP port that others may bind as well, and nobody else gets while this lives: nobody connects
/// to it before they listen.
class reserved_port {
public:
  reserved_port() : socket_(make_socket(AF_INET)) {
    constexpr int on = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    auto name = sockaddr_in{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind_to(socket_, name);
    socklen_t size = sizeof name;
    REQUIRE(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
    number_ = ntohs(name.sin_port);
  }

  uint16_t number() const { return number_; }

  std::string address() const { return fmt::format("127.0.0.1:{}", number_); }

private:
  unique_fd socket_;
  uint16_t number_ = 0;
};

constexpr auto http_request = std::string_view{"GET / HTTP/1.0\r\n\r\n"};

/// Tells whether this is the whole answer of `answering_frontend`.
inline bool is_served(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nserved");
}

/// Sends a request over a connection of its own to a port or a path.
template <class Where>
std::string http_answer(const Where& where) {
  auto client = cli_client{where};
  client.send(http_request);
  return client.read_to_end();
}

/// Replaces the pids in lines of the log by one word.
inline std::string without_pids(const std::string& log) {
  static const auto pid = std::regex{R"(\(\d+\))"};
  return std::regex_replace(log, pid, "(PID)");
}

} // namespace mw::test

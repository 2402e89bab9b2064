// Lines about sessions: see tcp_log_line.hpp.
#include "actors/relay/log/tcp_log_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace mw::relay {

namespace {

/// Prints a date as `23/Nov/2026:18:25:34.123`.
std::string accept_date(std::chrono::system_clock::time_point x) {
  auto seconds = std::chrono::floor<std::chrono::seconds>(x);
  auto count = std::chrono::system_clock::to_time_t(seconds);
  auto parts = std::tm{};
  ::localtime_r(&count, &parts);
  return fmt::format("{:%d/%b/%Y:%H:%M:%S}.{:03}", parts,
                     std::chrono::duration_cast<milliseconds>(x - seconds).count());
}

/// Port of an address; of a unix socket's client, which has none, its listener's number.
unsigned shown_port(const net::socket_address& x, unsigned listener) {
  return x.bytes.ss_family == AF_INET || x.bytes.ss_family == AF_INET6 ? port_of(x) : listener;
}

} // namespace

std::string tcp_log_line(const tcp_log_record& x) {
  return fmt::format("{}:{} [{}] {} {}/{} {}/{}/{} {} {}{} {}/{}/{}/{}/{}{} {}/{}",
                     host_of(x.source), shown_port(x.source, x.listener), accept_date(x.accepted),
                     x.frontend, x.backend, x.server, x.queue_ms, x.connect_ms, x.total_ms,
                     x.bytes_out, x.cause, x.when, x.process, x.front, x.back, x.of_server,
                     x.redispatched ? "+" : "", x.retries, x.server_queue, x.backend_queue);
}

std::string connect_line(const net::socket_address& source, const net::socket_address& destination,
                         unsigned listener, std::string_view frontend) {
  return fmt::format("Connect from {}:{} to {}:{} ({}/TCP)", host_of(source),
                     shown_port(source, listener), host_of(destination),
                     shown_port(destination, listener), frontend);
}

} // namespace mw::relay

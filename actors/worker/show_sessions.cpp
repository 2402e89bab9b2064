// Sessions as `show sess` has them: see show_sessions.hpp.
#include "actors/worker/show_sessions.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw::worker {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::seconds;

/// By the number of session_stage.
constexpr std::array<std::string_view, 5> stages{"PROXY", "QUE", "TAR", "CON", "EST"};

std::string_view protocol_of(const socket_address& x) {
  if (x.bytes.ss_family == AF_INET)
    return "tcpv4";
  return x.bytes.ss_family == AF_INET6 ? "tcpv6" : "unix_stream";
}

/// A client of a unix socket has no address: its listener's number stands for it.
std::string source_of(const relay::session_view& x) {
  if (x.source.bytes.ss_family == AF_UNIX || x.source.length == 0)
    return fmt::format("unix:{}", x.came_by != nullptr ? x.came_by->id : 0);
  return to_string(x.source);
}

/// Where the client came to. The path of a unix socket may have changed hands since.
std::string destination_of(const relay::session_view& x) {
  return x.destination.bytes.ss_family == AF_UNIX ? source_of(x) : to_string(x.destination);
}

/// Of now on; empty: never.
std::string expiry_of(const relay::session_view& x, relay::clock::time_point now) {
  if (x.expires == relay::clock::time_point::max())
    return {};
  return human_time(std::max(duration_cast<seconds>(x.expires - now), seconds{0}));
}

seconds age_of(const relay::session_view& x, relay::clock::time_point now) {
  return duration_cast<seconds>(now - x.started);
}

std::string backend_text(const relay::session_view& x) {
  if (x.back == nullptr)
    return "<NONE> (id=-1 mode=-)";
  return fmt::format("{} (id={} mode=tcp)", x.back->settings->name, x.back->settings->id);
}

std::string server_text(const relay::session_view& x) {
  if (x.srv == nullptr)
    return "<NONE> (id=-1)";
  return fmt::format("{} (id={}) addr={}", x.srv->settings.name, x.srv->settings.id,
                     to_string(x.server_address.length != 0 ? x.server_address : x.srv->address));
}

} // namespace

std::string human_time(seconds time) {
  struct unit {
    int64_t size;
    char letter;
  };

  constexpr std::array units{unit{86400, 'd'}, unit{3600, 'h'}, unit{60, 'm'}, unit{1, 's'}};
  auto total = time.count();
  for (size_t at = 0; at + 1 < units.size(); ++at)
    if (total >= units[at].size)
      return fmt::format("{}{}{}{}", total / units[at].size, units[at].letter,
                         total % units[at].size / units[at + 1].size, units[at + 1].letter);
  return fmt::format("{}s", total);
}

std::string log_time(std::chrono::system_clock::time_point when, int digits) {
  auto part = duration_cast<microseconds>(when.time_since_epoch()).count() % 1'000'000;
  auto fraction = fmt::format("{:06}", part).substr(0, static_cast<size_t>(digits));
  return fmt::format("{:%d/%b/%Y:%H:%M:%S}.{}",
                     fmt::localtime(std::chrono::system_clock::to_time_t(when)), fraction);
}

std::string session_line(const relay::session_view& x, relay::clock::time_point now) {
  auto expires = expiry_of(x, now);
  return fmt::format(
      "{:#x}: proto={} src={} fe={} be={} srv={} ts=00 epoch=0 age={} calls=0 rate=0 cpu=0 lat=0 "
      "rq[f=000000h,i={},an=00h,rx={},wx=,ax=] rp[f=000000h,i={},an=00h,rx={},wx=,ax=] "
      "scf=[{},0h,fd={}] scb=[{},1h,fd={}] exp={} rc={} c_exp=\n",
      x.id, protocol_of(x.source), source_of(x), x.front->settings->name,
      x.back != nullptr ? x.back->settings->name : "<NONE>",
      x.srv != nullptr ? x.srv->settings.name : "<none>", human_time(age_of(x, now)), x.pending_in,
      expires, x.pending_out, expires, x.client_ended ? 7 : 8, x.client_fd, x.server_ended ? 7 : 8,
      x.server_fd, expires, x.retries);
}

std::string session_text(const relay::session_view& x, relay::clock::time_point now) {
  auto expires = expiry_of(x, now);
  auto idle = duration_cast<seconds>(now - x.last_activity);
  return fmt::format(
      "{:#x}: [{}] id={} proto={} source={}\n"
      "  flags=0x0, conn_retries={}, state={} idle={} exp={} age={}\n"
      "  frontend={} (id={} mode=tcp), listener={} (id={}) addr={}\n"
      "  backend={}\n"
      "  server={}\n"
      "  scf: fd={} ended={}\n"
      "  scb: fd={} ended={}\n"
      "  req: total={} i={}\n"
      "  res: total={} i={}\n",
      x.id, log_time(x.started_at, 6), x.id, protocol_of(x.source), source_of(x), x.retries,
      stages[static_cast<size_t>(x.stage)], human_time(idle), expires.empty() ? "<NEVER>" : expires,
      human_time(age_of(x, now)), x.front->settings->name, x.front->settings->id,
      x.came_by != nullptr ? x.came_by->name : "?", x.came_by != nullptr ? x.came_by->id : 0,
      destination_of(x), backend_text(x), server_text(x), x.client_fd, x.client_ended, x.server_fd,
      x.server_ended, x.bytes_in, x.pending_in, x.bytes_out, x.pending_out);
}

} // namespace mw::worker

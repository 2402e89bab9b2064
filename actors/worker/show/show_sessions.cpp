// Sessions as `show sess` has them: see show_sessions.hpp.
#include "actors/worker/show/show_sessions.hpp"

#include "net/address/socket_address.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace mw::worker {

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::seconds;

/// HAProxy's states of a connection to a server, by the number of session_stage.
constexpr std::array<std::string_view, 5> stages{"INI", "QUE", "TAR", "CON", "EST"};

std::string_view protocol_of(const net::socket_address& x) {
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

/// Time from now on until then; empty: never.
std::string expiry_of(const relay::session_view& x, relay::clock::time_point now) {
  if (x.expires == relay::clock::time_point::max())
    return {};
  return human_time(std::max(duration_cast<seconds>(x.expires - now), seconds{0}));
}

seconds age_of(const relay::session_view& x, relay::clock::time_point now) {
  return duration_cast<seconds>(now - x.times.started);
}

/// Prints the address that the connection to the server comes from, too.
std::string backend_text(const relay::session_view& x) {
  if (x.back == nullptr)
    return "<NONE> (id=-1 mode=-)";
  auto from = x.server_fd < 0 ? net::socket_address{} : net::local_address(x.server_fd);
  auto address = from.length == 0                  ? std::string{"?"}
                 : from.bytes.ss_family == AF_UNIX ? std::string{"unix"}
                                                   : to_string(from);
  return fmt::format("{} (id={} mode=tcp) addr={}", x.back->settings->name, x.back->settings->id,
                     address);
}

std::string server_text(const relay::session_view& x) {
  if (x.srv == nullptr)
    return "<NONE> (id=-1)";
  return fmt::format("{} (id={}) addr={}", x.srv->settings.name, x.srv->settings.id,
                     to_string(x.server_address.length != 0 ? x.server_address : x.srv->address));
}

std::string or_never(std::string time) {
  return time.empty() ? "<NEVER>" : std::move(time);
}

/// One of the two connections.
struct side {
  std::string_view name;
  std::string_view connection;
  std::string_view target;
  std::string_view state;
  int fd; ///< -1: there is none
};

/// HAProxy's flags and addresses of its own memory have no meaning here: 0 and (nil).
std::string side_text(const side& x, const net::socket_address& peer) {
  auto head = fmt::format("  {}=(nil) flags=0x00000000 state={} ", x.name, x.state);
  if (x.fd < 0)
    return head + "endp=NONE,(nil),0x00000000 sub=0\n";
  return head + fmt::format("endp=CONN,(nil),0x00000000 sub=1\n"
                            "      {}=(nil) ctrl={} xprt=RAW mux=PASS data=STRM target={}:(nil)\n"
                            "      flags=0x00000000 fd={} fd.state=00 updt=0 fd.tmask=0x1\n",
                            x.connection, protocol_of(peer), x.target, x.fd);
}

std::string direction_text(std::string_view name, uint64_t total, size_t pending,
                           const std::string& expires) {
  return fmt::format("  {}=(nil) (f=0x000000 an=0x0 pipe=0 tofwd=-1 total={})\n"
                     "      an_exp=<NEVER> rex={} wex=<NEVER>\n"
                     "      buf=(nil) data=(nil) o={} p=0 i=0 size=0\n",
                     name, total, expires, pending);
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
  auto expires = or_never(expiry_of(x, now));
  auto head = fmt::format(
      "{:#x}: [{}] id={} proto={} source={}\n"
      "  flags=0x0, conn_retries={}, conn_exp=<NEVER> conn_et=0x000 srv_conn=(nil), "
      "pend_pos=(nil) waiting=0 epoch=0\n"
      "  frontend={} (id={} mode=tcp), listener={} (id={}) addr={}\n"
      "  backend={}\n"
      "  server={}\n"
      "  task=(nil) (state=0x00 nice=0 calls=0 rate=0 exp={} tmask=0x1 age={})\n",
      x.id, log_time(x.times.started_at, 6), x.id, protocol_of(x.source), source_of(x), x.retries,
      x.front->settings->name, x.front->settings->id, x.came_by != nullptr ? x.came_by->name : "?",
      x.came_by != nullptr ? x.came_by->id : 0, destination_of(x), backend_text(x), server_text(x),
      expires, human_time(age_of(x, now)));
  auto stage = stages.at(static_cast<size_t>(x.stage));
  return head + side_text({"scf", "co0", "LISTENER", "EST", x.client_fd}, x.source) +
         side_text({"scb", "co1", "SERVER", stage, x.server_fd}, x.server_address) +
         direction_text("req", x.bytes_in, x.pending_in, expires) +
         direction_text("res", x.bytes_out, x.pending_out, expires);
}

} // namespace mw::worker

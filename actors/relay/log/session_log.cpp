// Sessions in logs: see session_log.hpp.
#include "actors/relay/log/session_log.hpp"

#include "actors/relay/log/tcp_log_line.hpp"

namespace mw::relay {

void log_start(traffic_log& to, const session_view& x) {
  const auto& settings = *x.front->settings;
  if (settings.logs.empty() || settings.tcplog)
    return;
  to.send(settings.logs, log_level::info,
          connect_line(x.source, x.destination, x.came_by->id, settings.name));
}

void log_end(traffic_log& to, const session_view& x, termination why, unsigned process,
             clock::time_point now) {
  const auto& settings = *x.front->settings;
  if (settings.logs.empty() || !settings.tcplog || (!settings.log_null && x.bytes_in == 0))
    return;
  const auto& times = x.times;
  to.send(
      settings.logs, log_level::info,
      tcp_log_line({.source = x.source,
                    .listener = x.came_by->id,
                    .accepted = times.started_at,
                    .frontend = settings.name,
                    .backend = x.back != nullptr ? x.back->settings->name : settings.name,
                    .server = x.srv != nullptr ? x.srv->settings.name : "<NOSRV>",
                    .queue_ms = elapsed(times.started, times.dequeued),
                    .connect_ms = elapsed(times.dequeued.value_or(times.started), times.connected),
                    .total_ms = elapsed(times.started, now),
                    .bytes_out = x.bytes_out,
                    .cause = why.cause,
                    .when = why.when,
                    .process = process,
                    .front = x.front->counts->sessions.current,
                    .back = x.back != nullptr ? x.back->counts->sessions.current : 0,
                    .of_server = x.srv != nullptr ? x.srv->counts->sessions.current : 0,
                    .retries = x.retries,
                    .redispatched = x.redispatched,
                    .server_queue = x.server_queue,
                    .backend_queue = x.backend_queue}));
}

} // namespace mw::relay

// The lines that a log has about a session: one when it begins, or one when it has ended.
#pragma once

#include "actors/relay/log/traffic_log.hpp"
#include "actors/relay/session/session_view.hpp"

namespace mw::relay {

/// Logs a session that has its backend now, unless its frontend wants the line of the end.
void log_start(traffic_log& to, const session_view& x);

/// Logs a session that has ended (`option tcplog`). `process`: all sessions of now.
void log_end(traffic_log& to, const session_view& x, termination why, unsigned process,
             clock::time_point now);

} // namespace mw::relay

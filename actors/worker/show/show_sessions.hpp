// The answers to `show sess`.
#pragma once

#include "actors/relay/session/session_view.hpp"

#include <chrono>
#include <string>

namespace mw::worker {

/// One line, as `show sess` has it. What has no meaning here is 0 or empty.
std::string session_line(const relay::session_view& x, relay::clock::time_point now);

/// All that is known, as `show sess <id>` and `show sess all` have it.
std::string session_text(const relay::session_view& x, relay::clock::time_point now);

/// `45s`, `2m5s`, `3h10m`, `2d4h`.
std::string human_time(std::chrono::seconds time);

/// `23/Nov/2026:18:36:33.457362`, local time; `digits` of the second: 3 or 6.
std::string log_time(std::chrono::system_clock::time_point when, int digits);

} // namespace mw::worker

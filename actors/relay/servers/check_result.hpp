// How a health check ended, in HAProxy's names and numbers.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace mw::relay {

/// Outcome of a check; the numbers are srv_check_status of `show servers state`.
enum class check_status : uint8_t {
  unknown = 0,
  initializing = 1,
  socket_error = 5,
  l4_ok = 6,
  l4_timeout = 7,
  l4_connection = 8,
  l7_timeout = 12,
  l7_response = 13,
  l7_ok = 15
};

/// Code of an outcome, as `L4OK`, `INI`: check_status of `show stat`.
std::string_view code_of(check_status x);

/// Text of an outcome, as `Layer4 check passed`: check_desc of `show stat`, and the reason in the
/// log.
std::string_view description_of(check_status x);

/// Judgement of a check: srv_check_result of `show servers state`.
enum class check_verdict : uint8_t { unknown = 0, neutral = 1, failed = 2, passed = 3 };

/// Health of a server, as its checks have found it.
struct check_state {
  bool configured = false; ///< the line says `check`
  bool enabled = false;    ///< not after `disable health`
  bool in_progress = false;
  check_status status = check_status::unknown;
  check_verdict verdict = check_verdict::unknown;
  std::chrono::milliseconds duration{0}; ///< of the last one
  bool has_duration = false;             ///< one has ended
  std::string info;                      ///< last_chk: `Connection refused`; may be empty
  unsigned rise = 2;
  unsigned fall = 3;
  unsigned health = 0; ///< 0 to rise + fall - 1; from `rise` on the server is up

  unsigned best() const { return rise + fall - 1; }
};

} // namespace mw::relay

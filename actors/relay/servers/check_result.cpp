// The texts of health checks: see check_result.hpp.
#include "actors/relay/servers/check_result.hpp"

#include <algorithm>
#include <array>

namespace mw::relay {

namespace {

struct status_text {
  check_status status;
  std::string_view code;
  std::string_view description;
};

constexpr std::array texts{
    status_text{check_status::unknown, "UNK", "Unknown"},
    status_text{check_status::initializing, "INI", "Initializing"},
    status_text{check_status::socket_error, "SOCKERR", "Socket error"},
    status_text{check_status::l4_ok, "L4OK", "Layer4 check passed"},
    status_text{check_status::l4_timeout, "L4TOUT", "Layer4 timeout"},
    status_text{check_status::l4_connection, "L4CON", "Layer4 connection problem"},
    status_text{check_status::l7_timeout, "L7TOUT", "Layer7 timeout"},
    status_text{check_status::l7_response, "L7RSP", "Layer7 invalid response"},
    status_text{check_status::l7_ok, "L7OK", "Layer7 check passed"},
};

const status_text& text_of(check_status x) {
  const auto* found =
      std::find_if(texts.begin(), texts.end(), [x](const auto& one) { return one.status == x; });
  return found == texts.end() ? texts.front() : *found;
}

} // namespace

std::string_view code_of(check_status x) {
  return text_of(x).code;
}

std::string_view description_of(check_status x) {
  return text_of(x).description;
}

} // namespace mw::relay

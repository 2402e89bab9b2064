// The words for how a command has ended: see reply.hpp.
#include "messages/protocols/reply.hpp"

#include <array>

namespace mw {

std::string_view to_string(end_status status) {
  constexpr std::array<std::string_view, 8> names{"ok",        "failed",  "denied",  "unknown",
                                                  "no_target", "partial", "timeout", "lost"};
  return names.at(static_cast<size_t>(status));
}

} // namespace mw

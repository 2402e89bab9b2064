// The log that is kept for clients: see reporter.hpp.
#include "actors/master/reporter.hpp"

#include "actors/log/log.hpp"

namespace mw {

void kept_log::tell(const announcement& what) {
  for (const auto& line : what.lines)
    lines_.append(log::tell(line.level, line.text));
}

} // namespace mw

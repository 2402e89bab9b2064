// Error codes as texts.
#include "messages/base/error.hpp"

namespace mw {

std::string to_string(errc code) {
  switch (code) {
  case errc::process_gone:
    return "the process is gone";
  case errc::process_busy:
    return "it takes no more connections now";
  case errc::process_leaving:
    return "it is leaving, and all connections that were kept for two-way sessions with it are "
           "used up";
  case errc::no_descriptors:
    return "the master has no file descriptor left";
  }
  return "unknown error";
}

} // namespace mw

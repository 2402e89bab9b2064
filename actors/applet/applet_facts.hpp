// What the applet knows from the start.
#pragma once

#include "messages/cli/level.hpp"

#include <string>
#include <vector>

namespace mw {

namespace runtime {
class asio_unit;
}

/// A `-S` as `show cli sockets` shows it.
struct cli_socket {
  std::string address; ///< `unix@/path`
  access_level level = access_level::admin;
};

struct applet_facts {
  std::string version;
  std::vector<cli_socket> sockets; ///< in the order of the command line
  /// Where traces are read; null: on the applet's own.
  runtime::asio_unit* trace_unit = nullptr;
};

} // namespace mw

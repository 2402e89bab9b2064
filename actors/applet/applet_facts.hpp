// What the applet knows from the start.
#pragma once

#include "actors/common/basic_commands.hpp"

#include <string>
#include <vector>

namespace mw {

namespace runtime {
class asio_unit;
}

struct applet_facts {
  std::string version;
  std::vector<shown_socket> sockets; ///< of each `-S`, in the order of the command line
  /// Where traces are read; null: on the applet's own.
  runtime::asio_unit* trace_unit = nullptr;
};

} // namespace mw

// A client's connection inside a message.
#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>

namespace mw::net {
struct connection;
}

namespace mw {

/// A connection with what TLS knows of it. Messages are copied, connections are not: whoever takes
/// it out of the box is the only one. The box never leaves this process.
struct connection_box {
  std::shared_ptr<net::connection> connection = {};
};

inline std::string to_string(const connection_box&) {
  return "connection";
}

} // namespace mw

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::connection_box)

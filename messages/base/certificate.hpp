// A TLS certificate inside a message.
#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace mw::net {
class tls_context;
}

namespace mw {

/// Certificate, key and rules of one `-S`, as they have just been read. The box never leaves this
/// process.
struct certificate_box {
  uint32_t listener = 0; ///< which `-S`, from 0
  std::shared_ptr<const net::tls_context> context = {};
};

inline std::string to_string(const certificate_box& x) {
  return "certificate of -S number " + std::to_string(x.listener + 1);
}

} // namespace mw

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::certificate_box)

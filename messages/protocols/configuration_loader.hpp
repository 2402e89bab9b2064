// The protocol of the configuration loader: from files to what a generation of workers runs with.
#pragma once

#include "messages/base/certificate.hpp"
#include "messages/base/protocol.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <memory>
#include <string>
#include <vector>

namespace mw {

/// The configuration, executables and sockets of one generation of workers
/// (actors/plan/generation_plan.hpp). A plan never changes; its listening sockets are closed with
/// its last copy.
struct generation_plan;

/// A plan inside a message; null: there is none.
struct plan_box {
  std::shared_ptr<const generation_plan> plan = {};
};

inline std::string to_string(const plan_box& x) {
  return x.plan ? "a plan" : "no plan";
}

} // namespace mw

// A plan never leaves this process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::plan_box)

namespace mw {

/// Asks to read and check the configuration as it is now.
struct load_configuration {};

MW_MESSAGE(load_configuration)

/// The answer to load_configuration.
struct loaded_configuration {
  plan_box plan; ///< none if the configuration has a mistake
  /// Warnings and mistakes as they were logged, whole lines.
  std::string log;
  std::vector<certificate_box> certificates = {}; ///< for all `-S` that speak TLS
};

MW_MESSAGE(loaded_configuration, plan, log)

/// Reads configurations, one after the other, on a thread of its own: a slow disk or name server
/// delays a reload, nothing else.
using configuration_loader_actor = protocol<
    // From the master.
    caf::result<loaded_configuration>(load_configuration)>;

} // namespace mw

// One entry of the worker's table of commands, and the parts that the table is made of.
#pragma once

#include "actors/worker/base/call.hpp"
#include "messages/cli/command_table.hpp"

#include <span>

namespace mw::worker {

struct command {
  command_entry entry;
  void (*run)(const call&);
  /// A `-` as last word takes the answer's blank line away: the master puts such commands in front
  /// of a client's.
  bool may_be_silent = false;
  bool for_experts = false;
};

/// balancer_views.cpp: what shows frontends, backends, servers and sessions.
std::span<const command> balancer_views();
/// server_commands.cpp: what changes servers.
std::span<const command> server_commands();
/// frontend_commands.cpp: what changes frontends, sessions, and limits of the process.
std::span<const command> frontend_commands();

} // namespace mw::worker

// Files with servers' states: what `show servers state` has printed before a reload.
#pragma once

#include "actors/config/values/config.hpp"
#include "actors/relay/engine.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mw::worker {

/// One line: a server and its state.
struct saved_server {
  std::string backend;
  std::string name;
  relay::server_record record;
};

/// Known states of the servers of one backend.
struct saved_backend {
  std::string name;
  std::vector<saved_server> servers;
};

struct saved_states {
  std::vector<saved_backend> backends; ///< those with a file
  std::vector<saved_server> handed;    ///< those of the worker before: handed_states.hpp
  std::vector<std::string> warnings;   ///< what cannot be read: lines for people
};

/// Reads the files that the configuration names; before the process gives up its rights.
saved_states read_saved_states(const config::configuration& settings);

/// Lines of format version 1; what is malformed is left out. Nothing if it is another version.
std::vector<saved_server> parse_saved_servers(std::string_view text);

/// Puts the servers back as they were, each backend from where it has asked for. Those that are
/// gone, and new ones, are left alone.
void restore_states(const saved_states& states, relay::engine& balancer);

} // namespace mw::worker

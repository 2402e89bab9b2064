// A session's prompt: its default target, and what the router has told of it.
#pragma once

#include "messages/cli/cli_settings.hpp"
#include "messages/protocols/router.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace mw {

/// A member of a session. Names the process that the default target has meant last: when that is
/// gone, and until there is another, the prompt still shows its pid.
class prompt_line {
public:
  /// `first`: the default target at first. `master_started`: in seconds of the steady clock.
  prompt_line(target first, int64_t master_started);

  const target& where() const { return where_; }

  /// Makes this the default target, which means that process.
  void select(const target& where, const process_key& process);

  /// Goes back to the master: the default target will not come back.
  void give_up_target() { where_ = {}; }

  /// Says which process the default target means.
  void means(const process_key& process);

  /// Whether the router tells of changes of this default target.
  bool is_watched() const { return watched_ == where_; }

  /// The router has been asked to tell of them.
  void watch() { watched_ = where_; }

  /// Takes what the router tells.
  void take(const prompt_facts& facts);

  /// `master[ReloadFailed](x)> `, `1271> `, with what the settings put in front. `last_id`: of the
  /// last command. `now`: of the steady clock.
  std::string text(const cli_settings& settings, command_id last_id,
                   std::chrono::seconds now) const;

private:
  std::string name() const;

  target where_;
  process_key process_;
  bool reload_failed_ = false;
  std::optional<target> watched_;
  int64_t master_started_;
};

} // namespace mw

// Sessions with a prompt, and what the router has told each of them.
#pragma once

#include "messages/protocols/router.hpp"

#include <functional>
#include <map>

namespace mw {

/// A member of a router. Only sessions that prompt are in it; each is told of changes that concern
/// its own default target, once.
class prompt_watchers {
public:
  /// Tells what a prompt says about a default target.
  using facts_of = std::function<prompt_facts(const target&)>;

  /// Remembers the target and what its watcher is told of it now. Whether the watcher is new.
  bool add(const prompt_watcher_actor& watcher, const target& where, const prompt_facts& told);

  void drop(const caf::actor_addr& watcher) { all_.erase(watcher); }

  /// Calls `tell(watcher, facts)` for each of those whose facts have changed.
  void
  for_changed(const facts_of& facts,
              const std::function<void(const prompt_watcher_actor&, const prompt_facts&)>& tell);

private:
  struct entry {
    prompt_watcher_actor watcher;
    target where;
    prompt_facts told;
  };

  std::map<caf::actor_addr, entry> all_;
};

} // namespace mw

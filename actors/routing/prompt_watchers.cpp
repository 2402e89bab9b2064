// Sessions with a prompt: see prompt_watchers.hpp.
#include "actors/routing/prompt_watchers.hpp"

namespace mw {

bool prompt_watchers::add(const prompt_watcher_actor& watcher, const target& where,
                          const prompt_facts& told) {
  return all_.insert_or_assign(watcher.address(), entry{watcher, where, told}).second;
}

void prompt_watchers::for_changed(
    const facts_of& facts,
    const std::function<void(const prompt_watcher_actor&, const prompt_facts&)>& tell) {
  for (auto& [address, one] : all_) {
    auto now = facts(one.where);
    if (now == one.told)
      continue;
    one.told = now;
    tell(one.watcher, now);
  }
}

} // namespace mw

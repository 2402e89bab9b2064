// A session's prompt: see prompt_line.hpp.
#include "actors/session/prompt_line.hpp"

#include <fmt/format.h>

#include <utility>

#include <unistd.h>

namespace mw {

prompt_line::prompt_line(target first, int64_t master_started)
    : where_(std::move(first)), master_started_(master_started) {
  means({0, 0, ::getpid()});
}

void prompt_line::select(const target& where, const process_key& process) {
  where_ = where;
  if (where.form == target::kind::pid)
    where_.serial = process.serial;
  means(process);
}

void prompt_line::means(const process_key& process) {
  process_ = process;
  if (process.relative == 0)
    process_.started = master_started_;
}

/// What is told of another target is on its way since before the client has chosen this one.
void prompt_line::take(const prompt_facts& facts) {
  if (!is_watched())
    return;
  reload_failed_ = facts.reload_failed;
  if (facts.process.pid != 0)
    means(facts.process);
}

std::string prompt_line::name() const {
  if (where_.is_group())
    return to_string(where_).substr(1);
  if (where_.form != target::kind::master)
    return std::to_string(process_.pid);
  return reload_failed_ ? "master[ReloadFailed]" : "master";
}

std::string prompt_line::text(const cli_settings& settings, command_id last_id,
                              std::chrono::seconds now) const {
  auto front = settings.trace_ids ? fmt::format("[c{}] ", last_id) : std::string{};
  if (settings.prompt.timed)
    front += timed_prefix(now - std::chrono::seconds{process_.started});
  return front + name() + prompt_flags(settings.modes) + "> ";
}

} // namespace mw

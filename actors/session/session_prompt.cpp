// A session, its prompt: see session.hpp.
#include "actors/session/session.hpp"

#include <fmt/format.h>

namespace mw {

/// None: they may have changed since. Of the master's own commands, reloads change them.
std::optional<prompt_facts> session_state::facts_of_lease() const {
  auto is_about_it = default_target_.form == target::kind::master || default_target_.is_group() ||
                     running_->where == default_target_;
  auto is_fresh = self_->clock().now() - running_->since < facts_time_limit;
  auto is_masters = running_->process.relative == 0;
  auto may_change = is_masters && (!logged_ || logged_->text.find("reload") != std::string::npos);
  if (!is_about_it || !is_fresh || may_change)
    return std::nullopt;
  return prompt_facts{{}, running_->reload_failed}; // started() has remembered the process
}

/// The router knows what the prompt must say: the process that the default target means now.
void session_state::print_prompt(const std::optional<prompt_facts>& known) {
  if (prompt_.mode != prompt_mode::kind::prompt || closing_)
    return;
  if (known)
    return show_prompt(*known);
  prompting_ = true;
  auto go_on = [this](const prompt_facts& facts) {
    prompting_ = false;
    show_prompt(facts);
    proceed();
  };
  self_->request(environment_.router, router_time_limit, ask_prompt{default_target_})
      .then(go_on, [go_on](const caf::error&) { go_on({}); });
}

void session_state::show_prompt(const prompt_facts& facts) {
  if (trace_ids_)
    client_.print(fmt::format("[c{}] ", last_id_));
  if (facts.process.pid != 0)
    remember_default(facts.process);
  if (prompt_.timed) {
    auto now =
        std::chrono::duration_cast<std::chrono::seconds>(self_->clock().now().time_since_epoch());
    client_.print(timed_prefix(now - std::chrono::seconds{default_process_.started}));
  }
  if (default_target_.is_group())
    client_.print(to_string(default_target_).substr(1));
  else if (default_target_.form != target::kind::master)
    client_.print(std::to_string(default_process_.pid));
  else
    client_.print(facts.reload_failed ? "master[ReloadFailed]" : "master");
  client_.print(prompt_flags(modes_) + "> ");
}

} // namespace mw

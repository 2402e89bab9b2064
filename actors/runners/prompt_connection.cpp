// A session with HAProxy that stays open: see prompt_connection.hpp.
#include "actors/runners/prompt_connection.hpp"

#include <utility>

namespace mw {

std::string prompt_connection::greeting(std::string_view idle) const {
  auto lower =
      level_ == access_level::admin ? std::string{} : std::string{level_name(level_)} + "\n";
  return "prompt\nset timeout cli " + std::string{idle} + "\n" + lower + "show cli level\n";
}

void prompt_connection::take(std::string_view bytes) {
  channel_.sent_on(bytes.size());
  while (!bytes.empty() && !answer_.is_complete() && channel_.is_open()) {
    auto text = answer_.take(bytes);
    if (runs_)
      text = without_lead(std::move(text));
    if (answer_.is_complete())
      completed(std::move(text));
    else if (runs_ && !text.empty())
      on_.bytes(std::move(text));
  }
}

void prompt_connection::completed(std::string rest) {
  auto was_request = std::exchange(runs_, false);
  if (asked_ > 0)
    begin_next();
  was_request ? on_.done(std::move(rest)) : on_.ready();
}

void prompt_connection::begin_next() {
  --asked_;
  answer_.begin(question_mark_);
  runs_ = true;
}

/// The lead may come in pieces.
std::string prompt_connection::without_lead(std::string text) {
  if (lead_.empty())
    return text;
  begun_ += text;
  if (begun_.size() < lead_.size() && lead_.starts_with(begun_))
    return {};
  if (begun_.starts_with(lead_))
    begun_.erase(0, lead_.size());
  lead_.clear();
  return std::exchange(begun_, {});
}

void prompt_connection::closed() {
  channel_.close();
  if (auto rest = runs_ ? without_lead(answer_.take_rest()) : std::string{}; !rest.empty())
    on_.bytes(std::move(rest));
  on_.closed();
}

} // namespace mw

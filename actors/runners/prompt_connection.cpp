// A connection to HAProxy that stays open: see prompt_connection.hpp.
#include "actors/runners/prompt_connection.hpp"

#include <utility>

namespace mw {

std::string prompt_connection::greeting(std::string_view idle) const {
  auto lower =
      level_ == access_level::admin ? std::string{} : std::string{level_name(level_)} + "\n";
  return "prompt\nset timeout cli " + std::string{idle} + "\n" + lower + "show cli level\n";
}

void prompt_connection::open(net::unique_fd connection, std::string_view idle) {
  channel_.open(std::move(connection));
  answer_.begin();
  channel_.write(greeting(idle));
}

void prompt_connection::add(prompt_request request) {
  lines_ += request.lines;
  expect({std::move(request.lead), std::move(request.mark)});
}

void prompt_connection::add_question(std::string_view question) {
  append_question(lines_, question);
  expect({});
}

void prompt_connection::expect(expected answer) {
  expected_.push_back(std::move(answer));
  if (greeted_ && expected_.size() == 1)
    begin_next();
}

void prompt_connection::begin_next() {
  const auto& mark = expected_.front().mark;
  answer_.begin(mark.empty() ? question_mark_ : mark);
  begun_.clear();
}

void prompt_connection::take(std::string_view bytes) {
  while (!bytes.empty() && !answer_.is_complete() && channel_.is_open()) {
    auto text = answer_.take(bytes);
    if (greeted_)
      text = without_lead(std::move(text));
    if (answer_.is_complete())
      completed(std::move(text));
    else if (greeted_ && !text.empty())
      on_.bytes(std::move(text));
  }
}

void prompt_connection::completed(std::string rest) {
  auto was_greeting = !std::exchange(greeted_, true);
  if (!was_greeting)
    expected_.pop_front();
  if (!expected_.empty())
    begin_next();
  if (!was_greeting)
    on_.done(std::move(rest));
}

/// The lead may come in pieces.
std::string prompt_connection::without_lead(std::string text) {
  auto& lead = expected_.front().lead;
  if (lead.empty())
    return text;
  begun_ += text;
  if (begun_.size() < lead.size() && lead.starts_with(begun_))
    return {};
  if (begun_.starts_with(lead))
    begun_.erase(0, lead.size());
  lead.clear();
  return std::exchange(begun_, {});
}

void prompt_connection::closed() {
  channel_.close();
  auto is_answering = greeted_ && !expected_.empty();
  if (auto rest = is_answering ? without_lead(answer_.take_rest()) : std::string{}; !rest.empty())
    on_.bytes(std::move(rest));
  on_.closed();
}

} // namespace mw

// Reads `merge` commands: see merge_order.hpp.
#include "messages/numbers/merge_order.hpp"

#include <array>

namespace mw {

namespace {

struct form_word {
  report what;
  std::string_view word;
  merge_order::form shape;
};

constexpr auto form_words = std::array{
    form_word{report::info, "typed", merge_order::form::typed},
    form_word{report::info, "json", merge_order::form::json},
    form_word{report::stat, "csv", merge_order::form::lines},
    form_word{report::stat, "typed", merge_order::form::typed},
    form_word{report::stat, "json", merge_order::form::json},
};

constexpr auto usage = "Usage: merge [current] show info [typed|json]\n"
                       "       merge [current] show stat [csv|typed|json]\n"
                       "Prints one set of numbers of all the workers that it is for, with what\n"
                       "workers that are gone have counted, or without ('current').\n";

bool take_word(std::span<const std::string>& words, std::string_view wanted) {
  if (words.empty() || words.front() != wanted)
    return false;
  words = words.subspan(1);
  return true;
}

bool set_form(merge_order& order, std::string_view word) {
  for (const auto& known : form_words)
    if (known.what == order.reports.front() && known.word == word) {
      order.shape = known.shape;
      return true;
    }
  return false;
}

} // namespace

tl::expected<merge_order, std::string> parse_merge(std::span<const std::string> words) {
  auto order = merge_order{};
  auto wrong = tl::unexpected(std::string{usage});
  take_word(words, "merge");
  order.current_only = take_word(words, "current");
  if (!take_word(words, "show") || words.empty())
    return wrong;
  if (take_word(words, "stat"))
    order.reports = {report::stat};
  else if (!take_word(words, "info"))
    return wrong;
  if (words.size() > 1 || (words.size() == 1 && !set_form(order, words.front())))
    return wrong;
  return order;
}

std::vector<std::string> worker_commands(report what, bool with_columns) {
  if (what == report::info)
    return {"show info typed"};
  if (with_columns) // no proxy has the type 0: the answer is the header alone
    return {"show stat -1 0 -1", "show stat typed"};
  return {"show stat typed"};
}

std::vector<std::string> worker_commands(const merge_order& order, report what) {
  auto is_csv = what == report::stat && order.shape == merge_order::form::lines;
  return worker_commands(what, is_csv);
}

size_t count_commands(const merge_order& order) {
  auto count = size_t{0};
  for (auto what : order.reports)
    count += worker_commands(order, what).size();
  return count;
}

} // namespace mw

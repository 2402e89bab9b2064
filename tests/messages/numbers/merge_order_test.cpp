// The words of a merge command.
#include "messages/cli/words.hpp"
#include "messages/numbers/merge_order.hpp"

#include <catch2/catch.hpp>

namespace mw::merge_order_test {

namespace {

using form = merge_order::form;

tl::expected<merge_order, std::string> order(std::string_view text) {
  return parse_merge(split_words(text).value());
}

void check_usage(std::string_view text) {
  INFO(text);
  auto parsed = order(text);
  REQUIRE_FALSE(parsed);
  CHECK_THAT(parsed.error(), Catch::StartsWith("Usage: merge [current] show info [typed|json]\n"));
}

} // namespace

TEST_CASE("merge commands name a report and a form") {
  CHECK(order("merge show info") == merge_order{});
  CHECK(order("merge show info typed") == merge_order{.shape = form::typed});
  CHECK(order("merge show info json") == merge_order{.shape = form::json});
  CHECK(order("merge show stat") == merge_order{.reports = {report::stat}});
  CHECK(order("merge show stat csv") == merge_order{.reports = {report::stat}});
  CHECK(order("merge current show stat json") ==
        merge_order{.reports = {report::stat}, .shape = form::json, .current_only = true});
}

TEST_CASE("a merge of anything else is answered with how it is used") {
  for (const auto* text :
       {"merge", "merge show", "merge show proc", "merge current", "merge show info csv",
        "merge show stat typed json", "merge show stat desc", "merge old show info"})
    check_usage(text);
}

TEST_CASE("workers are asked for typed output and for the csv columns only where they are shown") {
  using words = std::vector<std::string>;
  CHECK(worker_commands(report::info, false) == words{"show info typed"});
  CHECK(worker_commands(report::stat, false) == words{"show stat typed"});
  CHECK(worker_commands(report::stat, true) == words{"show stat -1 0 -1", "show stat typed"});
}

} // namespace mw::merge_order_test

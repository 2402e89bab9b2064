// Keywords of proxies' sections that say which backend a connection goes to.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/proxies/traffic_condition.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/section.hpp"

namespace mw::config {

namespace {

proxy_result apply_default_backend(const proxy_line& line) {
  line.out().default_backend = line.words[1];
  line.draft.default_backend_place = line.place;
  return {};
}

backend_rule without_condition(const proxy_line& line) {
  return {.backend = line.words[1],
          .alternatives = {{traffic_condition{.what = traffic_condition::kind::always}}},
          .place = line.place};
}

proxy_result apply_use_backend(const proxy_line& line) {
  const auto& words = line.words;
  auto rule = without_condition(line);
  if (words.size() > 2) {
    if (words[2] != "if" && words[2] != "unless")
      return bad_line("unexpected keyword '{}' after switching rule, only 'if' and 'unless' are "
                      "allowed.",
                      printable(words[2]));
    auto conditions = parse_conditions(words.subspan(3), line);
    if (!conditions)
      return bad_line("error detected while parsing switching rule : {}", conditions.error());
    rule.unless = words[2] == "unless";
    rule.alternatives = std::move(*conditions);
  }
  line.out().rules.push_back(std::move(rule));
  return {};
}

/// Lines with the same name are alternatives.
proxy_result apply_acl(const proxy_line& line) {
  const auto& name = line.words[1];
  auto bad = first_bad_name_byte(name);
  if (bad != name.size())
    return bad_line("character '{}' is not permitted in acl name '{}'.", printable({&name[bad], 1}),
                    printable(name));
  if (name == "or")
    return bad_line("acl name 'or' will never match. 'or' is used to express a logical disjunction "
                    "within a condition.");
  if (line.words.size() == 2)
    return bad_line(
        "error detected while parsing ACL '{}' : missing fetch method in ACL expression "
        "''.",
        name);
  auto condition = parse_expression(line.words.subspan(2), line);
  if (!condition)
    return bad_line("error detected while parsing ACL '{}' : {}", name, condition.error());
  line.draft.acls[name].push_back(std::move(*condition));
  return {};
}

constexpr auto sections = proxy_sides{.clients = true, .servers = true};

constexpr std::string_view needs_backend = "'{}' expects a backend name.";

constexpr std::array keywords{
    proxy_keyword{"acl", sections, 1, any_arguments, "'{}' expects a name and an expression.",
                  apply_acl},
    proxy_keyword{"default_backend", client_side, 1, 1, needs_backend, apply_default_backend},
    proxy_keyword{
        "use_backend", {.clients = true}, 1, any_arguments, needs_backend, apply_use_backend},
};

} // namespace

std::span<const proxy_keyword> rule_keywords() {
  return keywords;
}

} // namespace mw::config

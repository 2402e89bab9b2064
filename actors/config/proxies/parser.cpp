// Sections of proxies: see parser.hpp.
#include "actors/config/proxies/parser.hpp"

#include "actors/config/proxies/consistency.hpp"
#include "actors/config/text/printable.hpp"

#include <algorithm>

namespace mw::config {

namespace {

const keyword_table<proxy_keyword>& all_keywords() {
  static const auto table = keyword_table<proxy_keyword>{
      {balance_keywords(), bind_keywords(), general_keywords(), log_keywords(), option_keywords(),
       rule_keywords(), server_keywords(), tcp_check_keywords(), timeout_keywords()},
      {}};
  return table;
}

proxy_sides sides_of(std::string_view section) {
  return {.clients = section != "backend",
          .servers = section != "frontend",
          .defaults = section == "defaults"};
}

/// A section takes over everything but its own name and place, and what `defaults` cannot
/// have.
proxy_draft heir_of(const proxy_draft* base, const section_kind& kind, std::string name,
                    const config_place& place) {
  auto heir = base ? *base : proxy_draft{};
  heir.section = kind.name;
  heir.sides = sides_of(kind.name);
  heir.out.name = std::move(name);
  heir.out.place = place;
  heir.out.takes_clients = heir.sides.clients;
  heir.out.has_servers = heir.sides.servers;
  return heir;
}

proxy_result apply_in_section(const proxy_keyword& keyword, const proxy_line& line) {
  if (line.draft.sides.defaults && !keyword.sides.defaults)
    return bad_line("'{}' not allowed in 'defaults' section.", keyword.name);
  if (keyword.name == "server" && !line.draft.sides.servers)
    return bad_line("'server' not allowed because frontend '{}' has no backend capability.",
                    line.out().name);
  auto behind = keyword.instead.empty()
                    ? std::string(".")
                    : fmt::format(". Maybe you want '{}' instead ?", keyword.instead);
  if (is_ignored(line, keyword.sides, keyword.name, "ignored", behind))
    return {};
  if (auto wrong = wrong_count(keyword, line.words))
    return tl::unexpected(std::move(*wrong));
  return keyword.apply(line);
}

} // namespace

bool is_ignored(const proxy_line& line, proxy_sides concerned, std::string_view name,
                std::string_view how, std::string_view behind) {
  const auto& sides = line.draft.sides;
  if ((concerned.clients && sides.clients) || (concerned.servers && sides.servers))
    return false;
  line.warnings.push_back(fmt::format("'{}' {} because {} '{}' has no {} capability{}", name, how,
                                      line.draft.section, line.out().name,
                                      concerned.clients ? "frontend" : "backend", behind));
  return true;
}

tl::expected<const proxy_draft*, std::string>
proxy_parser::base_of(const section_kind& kind, arguments words, const config_place&) const {
  auto has_from = words.size() >= 4 && words[2] == "from";
  if (!has_from && kind.name == "defaults")
    return nullptr;
  if (!has_from)
    return defaults_.empty() ? nullptr : &defaults_.back();
  const proxy_draft* found = nullptr;
  for (const auto& each : defaults_) {
    if (each.out.name != words[3])
      continue;
    if (found != nullptr)
      return bad_line("ambiguous defaults section name '{}' referenced by {} '{}' exists at least "
                      "at {}:{} and {}:{}.",
                      printable(words[3]), kind.name, printable(words[1]), found->out.place.file,
                      found->out.place.line, each.out.place.file, each.out.place.line);
    found = &each;
  }
  if (found == nullptr)
    return bad_line("defaults section '{}' not found for {} '{}'.", printable(words[3]), kind.name,
                    printable(words[1]));
  return found;
}

proxy_result proxy_parser::begin(const section_kind& kind, arguments words,
                                 const config_place& place, bool valid) {
  auto base = base_of(kind, words, place);
  auto name = words.size() > 1 ? words[1] : std::string{};
  auto draft = heir_of(base.value_or(nullptr), kind, std::move(name), place);
  now_ = &forgotten_;
  if (valid && base)
    now_ = &(kind.name == "defaults" ? defaults_ : proxies_).emplace_back();
  *now_ = std::move(draft);
  if (!base)
    return tl::unexpected(std::move(base.error()));
  return {};
}

proxy_result proxy_parser::read(arguments words, negation negated, const config_place& place,
                                const environment& variables, std::vector<std::string>& warnings) {
  const auto* found = all_keywords().find(words[0]);
  if (found == nullptr)
    return bad_line("'{}' is not supported in '{}' section", words[0], now_->section);
  return apply_in_section(*found, {words, negated, place, *now_, warnings, variables});
}

std::vector<std::string> proxy_parser::finish(configuration& out) {
  auto drafts = std::vector<proxy_draft>(std::make_move_iterator(proxies_.begin()),
                                         std::make_move_iterator(proxies_.end()));
  complete_proxies(drafts, out.logs, !out.stats_sockets.empty());
  auto report = check_proxies(drafts, out.stats_sockets);
  out.warnings.insert(out.warnings.end(), report.warnings.begin(), report.warnings.end());
  for (auto& draft : drafts)
    out.proxies.push_back(std::move(draft.out));
  return std::move(report.errors);
}

} // namespace mw::config

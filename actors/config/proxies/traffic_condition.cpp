// Conditions on a connection: see traffic_condition.hpp.
#include "actors/config/proxies/traffic_condition.hpp"

#include "actors/config/proxies/traffic_pattern.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace mw::config {

namespace {

using words_view = std::span<const std::string>;
using kind = traffic_condition::kind;
using condition_result = tl::expected<traffic_condition, std::string>;

struct fetch_method {
  std::string_view name;
  kind what;
};

constexpr std::array fetch_methods{
    fetch_method{"src", kind::src},
    fetch_method{"dst", kind::dst},
    fetch_method{"src_port", kind::src_port},
    fetch_method{"dst_port", kind::dst_port},
};

void list(const proxy_line& line, std::string_view fetch, std::vector<std::string> patterns) {
  line.out().conditions.push_back({std::string(fetch), std::move(patterns), line.place});
}

traffic_condition local_client() {
  auto local = traffic_condition{.what = kind::src};
  for (const auto* text : {"127.0.0.0/8", "::1"})
    local.networks.push_back(*parse_network(text));
  return local;
}

/// HAProxy's own ACLs that make sense here. They come to a section with their first use.
std::optional<traffic_condition> predefined(const std::string& name, const proxy_line& line) {
  if (name == "LOCALHOST") {
    list(line, "src", {"127.0.0.1/8", "::1"});
    return local_client();
  }
  if (name != "TRUE" && name != "FALSE")
    return std::nullopt;
  list(line, name == "TRUE" ? "always_true" : "always_false", {});
  return traffic_condition{.what = kind::always, .negated = name == "FALSE"};
}

/// Its lines are put in when all are known.
condition_result named(const std::string& name, const proxy_line& line) {
  auto& acls = line.draft.acls;
  if (!acls.contains(name)) {
    auto own = predefined(name, line);
    if (!own)
      return tl::unexpected(fmt::format("no such ACL : '{}'.", printable(name)));
    acls[name].push_back(std::move(*own));
  }
  return traffic_condition{.what = kind::named, .name = name};
}

tl::expected<void, std::string> read_patterns(words_view patterns, traffic_condition& out) {
  if (out.what == kind::src_port || out.what == kind::dst_port)
    return parse_ports(patterns).map([&](auto ports) { out.ports = std::move(ports); });
  for (const auto& pattern : patterns) {
    auto net = parse_network(pattern);
    if (!net)
      return tl::unexpected(std::move(net.error()));
    out.networks.push_back(*net);
  }
  return {};
}

/// Takes one condition off the words, without the `!` in front.
condition_result take_condition(words_view& words, const proxy_line& line) {
  if (words.empty())
    return tl::unexpected(std::string("missing condition."));
  if (words[0] != "{") {
    auto found = named(words[0], line);
    words = words.subspan(1);
    return found;
  }
  auto end = std::find(words.begin(), words.end(), "}");
  if (end == words.end())
    return tl::unexpected(std::string("missing closing '}' in condition."));
  auto inside = words.subspan(1, static_cast<size_t>(end - words.begin()) - 1);
  words = words.subspan(inside.size() + 2);
  return parse_expression(inside, line);
}

condition_result take_negatable(words_view& words, const proxy_line& line) {
  auto negated = false;
  while (!words.empty() && words[0] == "!") {
    negated = !negated;
    words = words.subspan(1);
  }
  return take_condition(words, line).map([&](traffic_condition condition) {
    condition.negated = condition.negated != negated;
    return condition;
  });
}

} // namespace

tl::expected<traffic_condition, std::string> parse_expression(std::span<const std::string> words,
                                                              const proxy_line& line) {
  if (words.empty())
    return tl::unexpected(std::string("missing fetch method in ACL expression."));
  const auto* method = find_named(fetch_methods, words[0]);
  if (method == nullptr)
    return tl::unexpected(
        fmt::format("unknown fetch method '{0}' in ACL expression '{0}'.", printable(words[0])));
  auto patterns = words.subspan(1);
  if (!patterns.empty() && patterns[0].starts_with('-') && patterns[0] != "--")
    return tl::unexpected(fmt::format("the flag '{}' is not supported in ACL expression '{}'.",
                                      printable(patterns[0]), words[0]));
  if (!patterns.empty() && patterns[0] == "--")
    patterns = patterns.subspan(1);
  if (patterns.empty())
    return tl::unexpected(
        fmt::format("no pattern to match against in ACL expression '{}'.", words[0]));
  auto condition = traffic_condition{.what = method->what};
  if (auto read = read_patterns(patterns, condition); !read)
    return tl::unexpected(std::move(read.error()));
  auto compares = condition.networks.empty();
  list(line, method->name,
       compares ? port_texts(patterns)
                : std::vector<std::string>(patterns.begin(), patterns.end()));
  return condition;
}

tl::expected<condition_alternatives, std::string>
parse_conditions(std::span<const std::string> words, const proxy_line& line) {
  // `!{` and `!TRUE` are written together too.
  auto apart = std::vector<std::string>{};
  for (auto word : words) {
    for (; word.size() > 1 && word.starts_with('!'); word.erase(0, 1))
      apart.emplace_back("!");
    apart.push_back(word);
  }
  auto all = condition_alternatives(1);
  for (auto left = words_view{apart}; !left.empty() || all.back().empty();) {
    if (!left.empty() && (left[0] == "||" || left[0] == "or") && !all.back().empty()) {
      all.emplace_back();
      left = left.subspan(1);
      continue;
    }
    auto condition = take_negatable(left, line);
    if (!condition)
      return tl::unexpected(std::move(condition.error()));
    all.back().push_back(std::move(*condition));
  }
  return all;
}

} // namespace mw::config

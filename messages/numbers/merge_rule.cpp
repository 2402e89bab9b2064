// The rules of merging: see merge_rule.hpp.
#include "messages/numbers/merge_rule.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace mw {

namespace {

struct named_rule {
  std::string_view name;
  merge_rule rule;
};

using enum merge_rule;

// Fields whose tags in HAProxy's output say something else: gauges that only grow, rates that are
// maxima, and so on.
constexpr auto info_rules = std::array{
    named_rule{"BlockedTrafficWarnings", counter},
    named_rule{"BusyPolling", maximum}, // 0 or 1
    named_rule{"CumStreams", counter},
    named_rule{"DebugCommandsIssued", counter},
    named_rule{"DroppedLogs", counter},
    named_rule{"FailedResolutions", counter},
    named_rule{"MaxSessRate", maximum},
    named_rule{"PatternsAdded", counter},
    named_rule{"PatternsFreed", counter},
    named_rule{"Pid", equal},
    named_rule{"SslFrontendSessionReuse_pct", average},
    named_rule{"Start_time_sec", minimum},
    named_rule{"Stopping", maximum},
    named_rule{"TotalBytesOut", counter},
    named_rule{"TotalSplicdedBytesOut", counter}, // as HAProxy 2.6 spells it
    named_rule{"TotalSplicedBytesOut", counter},
    named_rule{"Uptime", uptime},
};

constexpr auto stat_rules = std::array{
    named_rule{"act", of_current},
    named_rule{"agent_code", of_current},
    named_rule{"agent_duration", of_current},
    named_rule{"agent_fall", of_current},
    named_rule{"agent_health", of_current},
    named_rule{"agent_rise", of_current},
    named_rule{"agg_check_status", of_current},
    named_rule{"agg_server_check_status", of_current},
    named_rule{"agg_server_status", of_current},
    named_rule{"bck", of_current},
    named_rule{"check_code", of_current},
    named_rule{"check_duration", of_current},
    named_rule{"check_fall", of_current},
    named_rule{"check_health", of_current},
    named_rule{"check_rise", of_current},
    named_rule{"downtime", maximum}, // each process watches the same server
    named_rule{"iid", of_current},   // ids may change with the configuration
    named_rule{"rate_max", maximum},
    named_rule{"sid", of_current},
    named_rule{"srid", equal}, // the number of a revision
    named_rule{"uweight", of_current},
    named_rule{"weight", of_current},
};

struct nature_rule {
  char nature;
  merge_rule rule;
};

// The rules by a field's nature: `O` is free text, `N` a name, `T` a time that means what its field
// says.
constexpr auto nature_rules = std::array{
    nature_rule{'A', age},     nature_rule{'a', average}, nature_rule{'C', counter},
    nature_rule{'D', maximum}, nature_rule{'G', sum},     nature_rule{'L', capacity},
    nature_rule{'M', maximum}, nature_rule{'m', minimum}, nature_rule{'R', sum},
};

struct weight {
  report what;
  std::string_view field;
  std::string_view by;
};

constexpr auto weights = std::array{
    weight{report::info, "Idle_pct", "Nbthread"},
    weight{report::info, "SslFrontendSessionReuse_pct", "CumSslConns"},
    weight{report::stat, "qtime", "stot"},
    weight{report::stat, "ctime", "stot"},
    weight{report::stat, "rtime", "stot"},
    weight{report::stat, "ttime", "stot"},
};

merge_rule by_tags(char kind, const typed_field& field) {
  constexpr size_t shortest = 3;
  if (field.tags.size() < shortest)
    return equal;
  auto origin = field.tags[0];
  auto nature = field.tags[1];
  auto scope = field.tags[2];
  if (origin == 'S' || nature == 'O') // what a worker has seen of the world; old ones look no more
    return kind == 0 ? equal : of_current;
  if (scope != 'P' || field.type == "str" || (origin != 'M' && nature != 'L'))
    return equal;
  const auto* found = std::find_if(nature_rules.begin(), nature_rules.end(),
                                   [&](const nature_rule& one) { return one.nature == nature; });
  return found == nature_rules.end() ? equal : found->rule;
}

} // namespace

merge_rule rule_of(report what, char kind, const typed_field& field) {
  auto rules = what == report::info ? std::span<const named_rule>{info_rules}
                                    : std::span<const named_rule>{stat_rules};
  auto found = std::find_if(rules.begin(), rules.end(),
                            [&](const named_rule& one) { return one.name == field.name; });
  return found == rules.end() ? by_tags(kind, field) : found->rule;
}

std::string_view weight_of(report what, std::string_view field) {
  const auto* found = std::find_if(weights.begin(), weights.end(), [&](const weight& one) {
    return one.what == what && one.field == field;
  });
  return found == weights.end() ? std::string_view{} : found->by;
}

} // namespace mw

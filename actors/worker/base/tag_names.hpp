// The words for HAProxy's tags of values, which its JSON has in full.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace mw::worker {

struct tag_name {
  char letter;
  std::string_view name;
};

inline constexpr std::array<tag_name, 5> origin_names{
    {{'M', "Metric"}, {'S', "Status"}, {'K', "Key"}, {'C', "Config"}, {'P', "Product"}}};
inline constexpr std::array<tag_name, 12> nature_names{{{'A', "Age"},
                                                        {'a', "Avg"},
                                                        {'C', "Counter"},
                                                        {'D', "Duration"},
                                                        {'G', "Gauge"},
                                                        {'L', "Limit"},
                                                        {'M', "Max"},
                                                        {'m', "Min"},
                                                        {'N', "Name"},
                                                        {'O', "Output"},
                                                        {'R', "Rate"},
                                                        {'T', "Time"}}};
inline constexpr std::array<tag_name, 4> scope_names{
    {{'C', "Cluster"}, {'P', "Process"}, {'S', "Service"}, {'s', "System"}}};

constexpr std::string_view name_of_tag(char letter, std::span<const tag_name> names) {
  for (const auto& known : names)
    if (known.letter == letter)
      return known.name;
  return "";
}

constexpr std::string_view origin_name(char letter) {
  return name_of_tag(letter, origin_names);
}

constexpr std::string_view nature_name(char letter) {
  return name_of_tag(letter, nature_names);
}

constexpr std::string_view scope_name(char letter) {
  return name_of_tag(letter, scope_names);
}

} // namespace mw::worker

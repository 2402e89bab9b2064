// Prints metrics in Prometheus' text format, those of one name together.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw {

/// The description of a metric, which all its lines have in common.
struct metric_description {
  std::string name;
  bool is_counter = false; ///< else a gauge
  std::string help;        ///< one sentence
};

/// Prints labels: `{proxy="web",server="s1"}`. A value may hold any bytes.
std::string labels(const std::vector<std::pair<std::string_view, std::string_view>>& pairs);

class metric_families {
public:
  /// Adds a line. `value` is a number as it is to be printed; the first description of a name
  /// holds.
  void add(const metric_description& what, const std::string& labels, std::string_view value);

  /// Prints all metrics, in the order of their first lines.
  std::string text() const;

private:
  struct family {
    metric_description what;
    std::string lines;
  };

  std::vector<family> all_;
  std::map<std::string, size_t, std::less<>> by_name_;
};

} // namespace mw

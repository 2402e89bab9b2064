// The reporter: tells each announcement once, to all who listen.
#pragma once

#include "actors/log/bounded_lines.hpp"
#include "actors/master/announcement.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw {

class reporter {
public:
  using listener = std::function<void(const announcement&)>;

  /// Who listens is told in the order of these calls.
  void add(listener who) { listeners_.push_back(std::move(who)); }

  void tell(const announcement& what) const {
    for (const auto& who : listeners_)
      who(what);
  }

private:
  std::vector<listener> listeners_;
};

/// Logs what is told, and keeps the messages of the last start or reload, and since, for
/// `show startup-logs` and for those who have asked for a reload.
class kept_log {
public:
  void tell(const announcement& what);

  /// Keeps whole lines that others have logged.
  void append(std::string_view lines) { lines_.append(lines); }

  /// A reload begins.
  void clear() { lines_.clear(); }

  const std::string& text() const { return lines_.text(); }

private:
  /// In bytes: a worker may say as much as it likes, and each answer to a reload is a copy.
  static constexpr auto most_kept = size_t{64} * 1024;

  bounded_lines lines_{most_kept};
};

} // namespace mw

// Environment variables as a value, so that a configuration can change them without touching ours.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

/// Variable with the name that peers, and programs beside the workers, have for this HAProxy.
inline constexpr auto local_peer_variable = "HAPROXY_LOCALPEER";

/// A list of `NAME=value`, in the order of its making. Where a name stands twice the first counts,
/// as with getenv().
class environment {
public:
  environment() = default;

  explicit environment(std::vector<std::string> entries) : entries_(std::move(entries)) {}

  /// The view lives until the next change.
  std::optional<std::string_view> get(std::string_view name) const;
  /// In place if the name is there, else at the end.
  void set(std::string_view name, std::string_view value);
  void set_if_absent(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  /// Removes all variables but these.
  void keep_only(std::span<const std::string> names);

  const std::vector<std::string>& entries() const { return entries_; }

private:
  std::vector<std::string> entries_;
};

/// The variables of this process, as they are now.
environment own_environment();

/// Whether setenv() would take it: not empty, no `=`.
bool is_variable_name(std::string_view name);

} // namespace mw::config

// Which recorded messages somebody wants to see.
#pragma once

#include "actors/recorder/recorder.hpp"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mw {

/// Chooses messages by `actor=session`, `actor=session#11`, `type=run_command`, `id=17`,
/// `session=11`; all that are given must hold.
class trace_filter {
public:
  /// Reads the words of a filter. The error is the text for the client, with LF.
  static tl::expected<trace_filter, std::string> parse(std::span<const std::string> words);

  /// Tells whether this one is wanted. Ask for messages in the order of their handling: what a
  /// session's commands cause is known by what the session said before. Messages of trace readers
  /// never match.
  bool matches(const recorder::record& message);

private:
  std::optional<std::string> parse_word(const std::string& word);
  bool is_of_session(const recorder::record& message);

  std::string actor_; ///< a name; empty: any
  std::optional<uint64_t> actor_id_;
  std::string type_;
  std::optional<uint64_t> cause_;
  std::optional<uint64_t> session_;
  std::array<uint64_t, 64> causes_ = {}; ///< the last causes of the session
  size_t next_cause_ = 0;
};

} // namespace mw

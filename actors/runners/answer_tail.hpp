// The end of an answer that HAProxy has written: whether it is whole.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace mw {

/// Tells from the end of a connection how complete the answer is that came over it.
enum class answer_end : uint8_t {
  whole,
  not_taken, ///< the command was not read
  unknown,   ///< the process may have died in the middle, or have nothing to say
};

/// HAProxy ends each answer with an empty line, and then the connection. So does the kernel when it
/// ends HAProxy, wherever it is.
class answer_tail {
public:
  void add(std::string_view bytes) {
    constexpr size_t enough = 3;
    kept_ += bytes.substr(bytes.size() - std::min(bytes.size(), enough));
    kept_.erase(0, kept_.size() - std::min(kept_.size(), enough));
  }

  void clear() { kept_.clear(); }

  bool is_empty() const { return kept_.empty(); }

  /// `\n` alone, or an empty line behind other bytes.
  bool is_whole() const { return kept_ == "\n" || kept_.ends_with("\n\n"); }

  /// `was_reset`: the other side had not read all that was written to it.
  answer_end at_end(bool was_reset) const {
    if (was_reset && is_empty())
      return answer_end::not_taken;
    return is_whole() ? answer_end::whole : answer_end::unknown;
  }

private:
  std::string kept_; ///< the last bytes
};

} // namespace mw

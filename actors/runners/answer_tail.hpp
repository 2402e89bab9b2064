// The end of an answer that HAProxy has written: whether it is whole.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace mw {

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

private:
  std::string kept_; ///< the last bytes
};

} // namespace mw

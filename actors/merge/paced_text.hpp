// A long answer that is known at once and goes out as fast as the client reads.
#pragma once

#include "messages/protocols/command.hpp"

#include <algorithm>
#include <string>

namespace mw {

/// Owned by a command's runner.
class paced_text {
public:
  explicit paced_text(std::string text) : text_(std::move(text)) {}

  /// What may be sent now; empty: nothing before there is more credit, or nothing at all.
  std::string next() {
    auto part = text_.substr(sent_, reply_window - std::min(reply_window, in_flight_));
    sent_ += part.size();
    in_flight_ += part.size();
    return part;
  }

  void credit(size_t bytes) { in_flight_ -= std::min(bytes, in_flight_); }

  bool is_sent() const { return sent_ == text_.size(); }

private:
  std::string text_;
  size_t sent_ = 0;
  size_t in_flight_ = 0;
};

} // namespace mw

// A session with a leaving HAProxy process: see kept_session.hpp.
#include "actors/kept_session.hpp"

#include <utility>

namespace mw {

void kept_session::take(std::string_view bytes) {
  channel_.sent_on(bytes.size());
  while (!bytes.empty() && !answer_.is_complete()) {
    auto text = answer_.take(bytes);
    if (runs_ && !text.empty())
      give(std::move(text));
    if (!answer_.is_complete())
      return;
    std::exchange(runs_, false) ? on_.done() : on_.ready();
  }
}

/// The lead is left out. It may come in pieces.
void kept_session::give(std::string text) {
  if (!lead_.empty()) {
    begun_ += text;
    if (begun_.size() < lead_.size() && lead_.starts_with(begun_))
      return;
    if (begun_.starts_with(lead_))
      begun_.erase(0, lead_.size());
    lead_.clear();
    text = std::exchange(begun_, {});
  }
  if (!text.empty())
    on_.bytes(std::move(text));
}

void kept_session::closed() {
  channel_.close();
  on_.closed();
}

} // namespace mw

// Whether a worker answers: asks it again and again, with nothing that users ask of it.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "actors/worker_proxy/channel_broker.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace mw {

/// A command is queued in the control pair until the worker reads it: the first byte of the answer
/// says that it lives. Owned by the worker's proxy.
class liveness {
public:
  using milliseconds = std::chrono::milliseconds;

  struct handlers {
    /// With its first answer; `version` is empty if it does not tell.
    std::function<void(std::string version)> ready;
    std::function<void(bool lives)> suspected;      ///< it is silent, or answers again
    std::function<void(milliseconds silent)> hangs; ///< it has been silent for `hung_after`
  };

  /// `hung_after`: 0: it may be silent for ever.
  liveness(runtime::host<worker_proxy_actor>* self, channel_broker& channels,
           milliseconds hung_after, handlers on);

  /// There is a worker: asks the first question.
  void begin() { ask(); }

  /// The worker is being ended, and may take its time with that.
  void stop_asking() { asks_ = false; }

  /// The worker has ended.
  void end() {
    asks_ = false;
    probe_.close();
  }

  bool is_ready() const { return ready_; }

private:
  void ask();
  void answered(std::string_view bytes);
  void check();
  void check_later();
  void is_silent(milliseconds since);
  milliseconds period() const;
  milliseconds trust() const;

  runtime::host<worker_proxy_actor>* self_;
  channel_broker& channels_;
  milliseconds hung_after_;
  handlers on_;
  buffered_stream probe_;
  bool ready_ = false;
  bool suspect_ = false;
  bool asks_ = true;
  std::optional<caf::actor_clock::time_point> asked_at_; ///< set: the worker owes an answer
};

/// Whether payloads may end with a word (`<<EOF`) in a HAProxy of this version: from 2.9 on.
bool has_patterns(std::string_view version);

} // namespace mw

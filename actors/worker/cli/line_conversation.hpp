// HAProxy's CLI line protocol on a channel.
#pragma once

#include "actors/worker/cli/cli_session.hpp"
#include "actors/worker/cli/conversation.hpp"
#include "net/stream/line_splitter.hpp"

#include <string>

namespace mw::worker {

/// Holds one CLI session for the whole connection.
class line_conversation final : public conversation {
public:
  explicit line_conversation(worker_context& worker, access_level level = access_level::admin,
                             severity_output severity = severity_output::none)
      : session_(
            worker,
            {.level = level, .prompt = default_settings.prompt, .modes = {.severity = severity}}) {}

  void feed(std::string_view bytes) override { splitter_.feed(bytes); }

  need answer(std::string& out) override;

  /// Never: a person may be typing.
  bool awaits_rest() const override { return false; }

  std::optional<std::chrono::milliseconds> idle_limit() const override {
    return session_.idle_limit();
  }

  std::chrono::milliseconds delay() const override { return session_.delay(); }

  need time_is_up(std::string& out) override;

private:
  cli_session session_;
  net::line_splitter splitter_{max_line};
  std::string line_;
};

} // namespace mw::worker

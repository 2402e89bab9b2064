// Keeps a leaving HAProxy process within reach, without keeping it alive.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/worker_proxy/channel_broker.hpp"
#include "actors/worker_proxy/spare_console.hpp"
#include "messages/protocols/type_ids.hpp"

#include <array>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace mw {

/// HAProxy takes no new connections on its CLI once it has been told to finish, but it goes on with
/// those that it has. So there is one for each level, opened before, and some for two-way sessions;
/// each counts as work that HAProxy has left to do, so they are closed when there is no other, once
/// what runs on them is answered. Owned by the worker's proxy, which passes on what it hears.
class leaving_cli {
public:
  /// `ready`: called once, when all connections answer, or do not in time.
  leaving_cli(runtime::host<worker_proxy_actor>* self, channel_broker& channels,
              std::function<void()> ready);
  leaving_cli(const leaving_cli&) = delete;
  leaving_cli& operator=(const leaving_cli&) = delete;
  ~leaving_cli();

  /// Opens the connections. False: not all can be had.
  bool begin();

  /// For one command the runner of its level, for a two-way session one of the spare connections.
  caf::result<channel_opened> open(const open_channel& wish);

  void take(const reply_chunk& part);
  void take(const reply_end& end);
  /// An actor that was monitored has ended.
  void gone(const caf::actor_addr& who);

private:
  command_id ask(access_level level, std::string text);
  void one_is_ready();
  void all_are_ready();
  caf::result<channel_opened> lend_console();
  void check();
  void check_later();
  bool has_other_work(const std::string& info) const;
  void end();

  using host = runtime::host<worker_proxy_actor>;

  host* self_;
  channel_broker& channels_;
  std::function<void()> ready_;
  host::timer overdue_;
  std::set<command_id> greetings_; ///< not answered yet
  size_t not_ready_ = 0;
  std::array<haproxy_cli_actor, 3> lines_; ///< by level; null: none any more
  /// Each serves one two-way session: HAProxy closes it with that.
  std::array<std::unique_ptr<spare_console>, 4> consoles_;
  host::timer check_timer_;
  std::chrono::milliseconds check_after_{};
  command_id check_ = 0; ///< under way, or 0
  std::string info_;     ///< its answer
  bool ending_ = false;  ///< there is no other work
};

} // namespace mw

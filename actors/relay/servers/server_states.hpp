// Servers that come and go: by their checks, by the CLI, slowly when they have just come.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/timer_queue.hpp"

#include <map>
#include <string>
#include <string_view>

namespace mw::relay {

class engine;
enum class log_level : uint8_t;

/// Makes all changes of servers' states, weights and maintenance: they concern the balancing, the
/// queues, the sessions and the log.
class server_states {
public:
  explicit server_states(engine& owner) : engine_(owner) {}

  /// Puts a server into the state of the configuration, at the start; nothing is logged.
  void begin(server& x);

  /// Changes a state. `reason` is what the log says behind it: `, changed from CLI`.
  void set_up(server& x, std::string_view reason);
  void set_stopping(server& x, std::string_view reason);
  void set_down(server& x, std::string_view reason);

  void enter_maintenance(server& x);
  void leave_maintenance(server& x);
  void enter_drain(server& x);
  void leave_drain(server& x);

  /// Sets a weight from 0 to 256; the effective one follows.
  void set_weight(server& x, unsigned weight);
  /// Serves those who wait, after a change of limits or addresses.
  void settle(server& x);
  /// Puts a server into the state in which a predecessor left it.
  void restore(server& x, operation state, unsigned admin_state, clock::time_point last_change);

  /// Says something to stderr as a warning, and to the backend's log.
  void say(const backend& about, log_level level, std::string_view text);
  void say(const config::proxy_settings& about, log_level level, std::string_view text);
  /// Says that a proxy's sockets are closed for good.
  void say_stopped(const proxy& x);

private:
  /// Gives a server its weight back step by step.
  class ramp final : public timed {
  public:
    ramp(engine& owner, server& x);
    void start();

  private:
    void deadline_passed(clock::time_point now) override;

    engine& engine_;
    server& server_;
  };

  void weigh(server& x);
  /// Does what follows from a change. True: the backend has just lost its last server.
  bool changed(server& x, bool was_up);
  void mark(server& x, operation to);
  unsigned end_work(server& x);
  void shut_backup_sessions(const backend& of);
  void say_left(const server& x, log_level level, std::string_view what, unsigned requeued);
  void say_online(const server& x, std::string_view what);
  void say_alone(const server& x, std::string_view what);
  void say_if_draining(const server& x);
  void say_if_lost(const backend& x, bool lost);
  void start_ramp(server& x);

  engine& engine_;
  std::map<const server*, ramp> ramps_; ///< of those that came at run time
};

} // namespace mw::relay

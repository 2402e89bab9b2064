// Asks a server again and again whether it lives.
#pragma once

#include "actors/relay/poller.hpp"
#include "actors/relay/proxies.hpp"
#include "actors/relay/timer_queue.hpp"
#include "net/base/unique_fd.hpp"

#include <random>
#include <string>

namespace mw::relay {

class engine;

/// Varies times between checks: those of many servers that began together drift apart.
class check_spread {
public:
  explicit check_spread(unsigned percent) : percent_(percent) {}

  milliseconds of(milliseconds time);

private:
  unsigned percent_;
  std::minstd_rand dice_{std::random_device{}()};
};

/// Checks one server again and again: by a plain connection, or by the steps of `tcp-check`.
class health_check final : public poll_target, private timed {
public:
  health_check(engine& owner, server& x);

  /// Begins after `delay`: the checks of many servers do not all start at once.
  void start(milliseconds delay);

  void ready(uint32_t events) override;

  const server& of() const { return server_; }

private:
  void deadline_passed(clock::time_point now) override;

  /// Outcome of a check, and what the log adds to it.
  struct outcome {
    check_status status = check_status::l4_ok;
    std::string info;
  };

  // health_check.cpp
  void begin();
  void open(const config::check_step* step);
  net::socket_address target(const config::check_step* step) const;
  bool begins_with_header(const config::check_step* step) const;
  void connected();
  void finish(outcome result);
  void report(bool passed, unsigned before);
  milliseconds interval() const;
  bool resting() const;
  void rearm();

  // check_steps.cpp
  void run_steps();
  bool run_step(const config::check_step& step);
  bool send(const config::check_step& step);
  bool expect(const config::check_step& step);
  bool is_there(const config::check_step& step) const;
  bool flush();
  void read_answer();
  std::string at_step() const;
  outcome timeout() const;

  engine& engine_;
  server& server_;
  net::unique_fd fd_;
  size_t step_ = 0; ///< of the backend's steps
  bool connected_ = false;
  bool opened_ = false; ///< by step number connecting_step_
  size_t connecting_step_ = 0;
  bool sending_ = false; ///< the bytes of this step are in to_send_
  std::string to_send_;  ///< what the kernel has not taken yet
  std::string answer_;   ///< what has come since the last `send`
  bool answer_ended_ = false;
  clock::time_point started_;
};

} // namespace mw::relay

// A component's thread: see asio_unit.hpp.
#include "actors/runtime/asio_unit.hpp"

#include "actors/runtime/crash_stack.hpp"

#include <caf/scheduler/abstract_coordinator.hpp>

#include <csignal>

#include <sys/prctl.h>

namespace mw::runtime {

namespace {

// After so many messages an actor lets the sockets of its thread have their turn.
constexpr size_t messages_per_turn = 32;
// And after so many turns of actors the loop looks at its sockets.
constexpr int jobs_per_turn = 256;

/// Blocks, for as long as it lives, the signals that a program handles: threads that are started
/// meanwhile inherit that, so signals interrupt the main thread only. Signals of faults must stay
/// deliverable.
class signals_blocked {
public:
  signals_blocked() {
    auto all = sigset_t{};
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP})
      sigdelset(&all, fault);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }

  ~signals_blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  signals_blocked(const signals_blocked&) = delete;
  signals_blocked& operator=(const signals_blocked&) = delete;

private:
  sigset_t before_{};
};

} // namespace

asio_unit::asio_unit(caf::actor_system& system, std::string thread_name)
    : execution_unit(&system),
      guard_(io_.get_executor()),
      clock_(io_),
      name_(std::move(thread_name)),
      recorder_(name_) {}

asio_unit::~asio_unit() {
  stop();
}

void asio_unit::start() {
  auto quiet = signals_blocked{};
  thread_ = std::thread{[this] {
    auto stack = crash_stack{};
    prctl(PR_SET_NAME, name_.c_str());
    running = this;
    io_.run();
  }};
}

void asio_unit::stop() {
  guard_.reset();
  io_.stop();
  if (thread_.joinable())
    thread_.join();
}

size_t asio_unit::poll() {
  io_.restart();
  auto* before = std::exchange(running, this);
  auto ran = io_.poll();
  running = before;
  return ran;
}

void asio_unit::exec_later(caf::resumable* runnable) {
  switch (runnable->subtype()) {
  case caf::resumable::io_actor:
  case caf::resumable::function_object:
    exec_any(runnable);
    break;
  default: // an actor without a home that was messaged from here
    system().scheduler().enqueue(runnable);
  }
}

void asio_unit::exec_any(caf::resumable* runnable) {
  auto actor = job{runnable, false}; // the reference that comes with the call
  if (here() && in_turn_)
    return ready_.push_back(std::move(actor));
  asio::post(io_, [this, actor = std::move(actor)]() mutable {
    turn([&] { ready_.push_back(std::move(actor)); });
  });
}

void asio_unit::defer(std::function<void()> task) {
  if (!in_turn_)
    return asio::post(io_, std::move(task));
  deferred_.push_back(std::move(task));
}

void asio_unit::run_ready() {
  for (auto left = jobs_per_turn; left > 0; --left) {
    if (ready_.empty() && deferred_.empty())
      return;
    if (ready_.empty()) {
      for (auto& task : std::exchange(deferred_, {}))
        task();
      continue;
    }
    auto actor = std::move(ready_.front());
    ready_.pop_front();
    run_one(std::move(actor));
  }
  asio::post(io_, [this] { turn([] {}); }); // the rest after the sockets had their turn
}

void asio_unit::run_one(job actor) {
  switch (actor->resume(this, messages_per_turn)) {
  case caf::resumable::resume_later:
    ready_.push_back(std::move(actor));
    break;
  case caf::resumable::done:
  case caf::resumable::awaiting_message:
    break;
  case caf::resumable::shutdown_execution_unit:
    io_.stop();
  }
}

} // namespace mw::runtime

// An actor that lives on an asio_unit: the one place where CAF's actors and asio's handlers meet,
// and the one place that every message passes (runtime/trace.hpp).
#pragma once

#include "actors/runtime/asio_unit.hpp"
#include "actors/runtime/stamp.hpp"
#include "actors/runtime/trace.hpp"

#include <caf/abstract_actor.hpp>
#include <caf/actor_config.hpp>
#include <caf/invoke_message_result.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/resumable.hpp>

#include <stdexcept>
#include <utility>

// Debian's libcaf is not built with -fsanitize=thread: the sanitizer must be told that a message is
// handed over.
#if defined(__SANITIZE_THREAD__)
extern "C" {
void __tsan_acquire(void*); // NOLINT(bugprone-reserved-identifier): the sanitizer's names
void __tsan_release(void*); // NOLINT(bugprone-reserved-identifier)
}
#define MW_TSAN_RELEASE(address) __tsan_release(address)
#define MW_TSAN_ACQUIRE(address) __tsan_acquire(address)
#else
#define MW_TSAN_RELEASE(address) static_cast<void>(0)
#define MW_TSAN_ACQUIRE(address) static_cast<void>(0)
#endif

namespace mw::runtime {

/// An actor with a home unit: what a part of its state needs that waits for sockets.
class pinned_actor {
public:
  virtual asio_unit& unit() const = 0;

  asio::io_context& io() const { return unit().io(); }

  /// The time on the actor's clock, which tests move.
  virtual caf::actor_clock::time_point now() = 0;

  /// Wraps an asio handler so that it runs as a message handler would: not after the actor's end,
  /// with exceptions going to the actor, with quit() taking effect, and under the correlation id of
  /// the caller. Wrap every handler.
  template <class F>
  auto bind(F handler) {
    return [this, keep = keep_alive(), why = trace::here(),
            handler = std::move(handler)](auto&&... xs) mutable {
      auto scope = trace::scope{why};
      unit().turn([&] {
        auto call = [&] { handler(std::forward<decltype(xs)>(xs)...); };
        enter(call_once{call});
      });
    };
  }

protected:
  /// Refers to a callable that outlives it.
  class call_once {
  public:
    template <class F>
    explicit call_once(F& f) : f_(&f), run_([](void* what) { (*static_cast<F*>(what))(); }) {}

    void operator()() const { run_(f_); }

  private:
    void* f_;
    void (*run_)(void*);
  };

  ~pinned_actor() = default;

  virtual caf::strong_actor_ptr keep_alive() = 0;
  virtual void enter(call_once handler) = 0;
};

/// Gives `Base`, a CAF actor class, a home unit: that of the actor_config it is spawned with. It
/// ends by an exit message or its own quit(), never because its last handle is gone.
template <class Base>
class pinned : public Base, public pinned_actor {
public:
  template <class... Ts>
  explicit pinned(caf::actor_config& config, Ts&&... xs)
      : Base(config, std::forward<Ts>(xs)...), unit_(dynamic_cast<asio_unit*>(config.host)) {
    if (unit_ == nullptr)
      throw std::logic_error("a pinned actor was spawned without an asio_unit");
  }

  asio_unit& unit() const override { return *unit_; }

  caf::actor_clock::time_point now() override { return this->clock().now(); }

  using Base::enqueue;

  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit*) override {
    facts_.sent(trace::on() && !is_closed() ? trace::put_stamp(message, this, unit_->here()) : 0);
    MW_TSAN_RELEASE(message.get());
    Base::enqueue(std::move(message), unit_);
  }

  caf::invoke_message_result consume(caf::mailbox_element& message) override {
    MW_TSAN_ACQUIRE(&message);
    if (message.mid.is_response() &&
        unit_->timers().pending()) // CAF leaves the limit armed until it is due
      unit_->timers().drop_request(this->id(), message.mid);
    if (facts_.taken())
      note_next();
    if (!trace::on())
      return Base::consume(message);
    auto recorded = trace::handling{message, *this, *unit_, facts_};
    return Base::consume(message);
  }

  // CAF runs an actor of this kind by the unit that it is enqueued to, whoever sends.
  caf::resumable::subtype_t subtype() const override { return caf::resumable::io_actor; }

  caf::resumable::resume_result resume(caf::execution_unit* unit, size_t messages) override {
    auto busy = flag_guard{busy_};
    return Base::resume(unit, messages);
  }

  void launch(caf::execution_unit* unit, bool lazy, bool hide) override {
    alive_ = this->ctrl();
    facts_.enlist(this->name(), this->id(), unit_->thread_name());
    Base::launch(unit, lazy, hide);
  }

  bool cleanup(caf::error&& reason, caf::execution_unit* unit) override {
    facts_.strike_off();
    auto last = std::move(alive_);
    auto first_time = Base::cleanup(std::move(reason), unit);
    trace::forget_stamps(this);
    return first_time;
  }

private:
  class flag_guard {
  public:
    explicit flag_guard(bool& flag) : flag_(flag) { flag_ = true; }

    ~flag_guard() { flag_ = false; }

    flag_guard(const flag_guard&) = delete;
    flag_guard& operator=(const flag_guard&) = delete;

  private:
    bool& flag_;
  };

  /// Tells whether the mailbox is closed: messages to it are lost.
  bool is_closed() const { return this->getf(caf::abstract_actor::is_cleaned_up_flag); }

  /// Notes since when the next message waits.
  void note_next() {
    auto* next = this->mailbox().peek();
    if (next == nullptr)
      return;
    MW_TSAN_ACQUIRE(next);
    facts_.next_waits_since(trace::sent_at(next));
  }

  caf::strong_actor_ptr keep_alive() override { return caf::strong_actor_ptr{this->ctrl()}; }

  void enter(call_once handler) override {
    constexpr auto ending = caf::abstract_actor::is_terminated_flag |
                            caf::abstract_actor::is_cleaned_up_flag |
                            caf::abstract_actor::is_shutting_down_flag;
    if (this->getf(ending))
      return;
    if (busy_) // called from our own handler, which finalizes
      return handler();
    auto timed = trace::io_handling{facts_};
    auto busy = flag_guard{busy_};
    this->context(unit_);
    this->current_mailbox_element(
        nullptr); // else a promise made here would answer a message long gone
    try {
      handler();
    } catch (...) {
      auto error = std::current_exception();
      this->quit(this->call_handler(this->exception_handler_, this, error));
    }
    this->bhvr_stack_.cleanup();
    this->finalize(); // else quit() in a handler would never take effect
  }

  asio_unit* unit_;
  actor_identity facts_;
  bool busy_ = false;
  caf::strong_actor_ptr alive_; // to itself, from launch to cleanup
};

} // namespace mw::runtime

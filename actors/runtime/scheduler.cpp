// The scheduler module: see scheduler.hpp.
#include "actors/runtime/scheduler.hpp"

#include "actors/runtime/pinned_parts.hpp"

#include <caf/group.hpp>
#include <caf/make_actor.hpp>
#include <caf/monitorable_actor.hpp>
#include <caf/system_messages.hpp>

#include <cstdio>

namespace mw::runtime {

namespace {

/// CAF's aout() prints through an actor of the scheduler; ours writes to stderr at once.
class stderr_printer final : public caf::monitorable_actor {
public:
  explicit stderr_printer(caf::actor_config& config) : monitorable_actor(config) {}

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override {
    auto& content = what->content();
    if (content.match_elements<caf::add_atom, caf::actor_id, std::string>())
      std::fputs(content.get_as<std::string>(2).c_str(), stderr);
  }
};

} // namespace

asio_unit& asio_clock::home(caf::abstract_actor* actor) const {
  static thread_local auto parts = pinned_parts{};
  auto* pinned = actor != nullptr ? parts.of(*actor) : nullptr;
  return pinned != nullptr ? pinned->unit() : homeless_;
}

template <class F>
void asio_clock::now_or_posted(caf::abstract_actor* actor, F change) {
  auto& unit = home(actor);
  if (unit.here())
    unit.timers().apply(std::move(change));
  else
    asio::post(unit.io(), [&unit, change = std::move(change)]() mutable {
      unit.timers().apply(std::move(change));
    });
}

// Never at once: dropping an entry can destroy an actor, whose clean-up drops its entries again.
template <class F>
void asio_clock::posted(caf::abstract_actor* actor, F change) {
  auto& unit = home(actor);
  if (unit.here() && !unit.timers().pending())
    return;
  asio::post(unit.io(), [&unit, change = std::move(change)]() mutable {
    unit.timers().apply(std::move(change));
  });
}

void asio_clock::set_ordinary_timeout(time_point due, caf::abstract_actor* self,
                                      caf::atom_value type, uint64_t id) {
  now_or_posted(self, [=, actor = caf::strong_actor_ptr{self->ctrl()}](unit_clock& clock) {
    clock.set_ordinary_timeout(due, actor->get(), type, id);
  });
}

void asio_clock::set_multi_timeout(time_point due, caf::abstract_actor* self, caf::atom_value type,
                                   uint64_t id) {
  now_or_posted(self, [=, actor = caf::strong_actor_ptr{self->ctrl()}](unit_clock& clock) {
    clock.set_multi_timeout(due, actor->get(), type, id);
  });
}

void asio_clock::set_request_timeout(time_point due, caf::abstract_actor* self,
                                     caf::message_id id) {
  now_or_posted(self, [=, actor = caf::strong_actor_ptr{self->ctrl()}](unit_clock& clock) {
    clock.set_request_timeout(due, actor->get(), id);
  });
}

// The cancelling calls come from destructors too: they keep the number of the actor, not the actor.
void asio_clock::cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) {
  posted(self, [actor = self->id(), type](unit_clock& clock) { clock.drop_ordinary(actor, type); });
}

void asio_clock::cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) {
  posted(self, [actor = self->id(), id](unit_clock& clock) { clock.drop_request(actor, id); });
}

void asio_clock::cancel_timeouts(caf::abstract_actor* self) {
  posted(self, [actor = self->id()](unit_clock& clock) { clock.drop(actor); });
}

void asio_clock::schedule_message(time_point due, caf::strong_actor_ptr receiver,
                                  caf::mailbox_element_ptr message) {
  auto* actor = receiver->get();
  now_or_posted(actor, [due, receiver = std::move(receiver), message = std::move(message),
                        why = trace::here()](unit_clock& clock) mutable {
    clock.schedule_message(due, std::move(receiver), std::move(message), why);
  });
}

void asio_clock::schedule_message(time_point due, caf::group target, caf::strong_actor_ptr sender,
                                  caf::message message) {
  now_or_posted(nullptr,
                [=](unit_clock& clock) { clock.schedule_message(due, target, sender, message); });
}

void asio_clock::cancel_all() {
  homeless_.timers().cancel_all();
}

asio_scheduler::asio_scheduler(caf::actor_system& system)
    : abstract_coordinator(system), unit_(system, "mw-none"), clock_(unit_) {}

caf::actor_system::module* asio_scheduler::make(caf::actor_system& system,
                                                caf::detail::type_list<>) {
  return new asio_scheduler(system);
}

void asio_scheduler::start() {
  auto config = caf::actor_config{&unit_};
  auto& host = system();
  utility_actors_[printer_id] =
      caf::make_actor<stderr_printer, caf::actor>(host.next_actor_id(), host.node(), &host, config);
}

void asio_scheduler::stop() {
  unit_.stop();
  while (unit_.poll() > 0)
    continue;
  unit_.timers().cancel_all();
}

void asio_scheduler::enqueue(caf::resumable* job) {
  unit_.exec_any(job);
}

caf::actor_clock& asio_scheduler::clock() noexcept {
  return clock_;
}

} // namespace mw::runtime

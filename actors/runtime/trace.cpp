// The message trace: see trace.hpp.
#include "actors/runtime/trace.hpp"

#include "actors/log.hpp"
#include "net/unique_fd.hpp"

#include <caf/deep_to_string.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace mw::trace {

namespace {

using clock = std::chrono::system_clock;

/// The file, written by all threads: each line is one write() on an O_APPEND descriptor, which
/// needs no lock.
net::unique_fd file;
std::atomic<correlation> last_correlation{0};

/// The envelope. It stands in the mailbox in the place of the message and shows its content.
struct stamped final : caf::mailbox_element {
  stamped(caf::mailbox_element_ptr message, correlation why)
      : mailbox_element(std::move(message->sender), message->mid, std::move(message->stages)),
        inner(std::move(message)),
        cause(why),
        sent(clock::now()) {}

  caf::type_erased_tuple& content() override { return inner->content(); }

  const caf::type_erased_tuple& content() const override { return inner->content(); }

  caf::message move_content_to_message() override { return inner->move_content_to_message(); }

  caf::message copy_content_to_message() const override { return inner->copy_content_to_message(); }

  caf::mailbox_element_ptr inner;
  correlation cause;
  clock::time_point sent;
};

std::string actor_text(const caf::strong_actor_ptr& actor) {
  if (!actor)
    return "-";
  auto* known = dynamic_cast<caf::monitorable_actor*>(actor->get());
  return fmt::format("{}#{}", known != nullptr ? known->name() : "?", actor->aid);
}

} // namespace

tl::expected<void, std::string> open(const std::string& path) {
  file.reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file)
    return tl::unexpected(
        fmt::format("cannot write the actor trace '{}': {}", path, std::strerror(errno)));
  detail::enabled.store(true, std::memory_order_relaxed);
  return {};
}

void close() {
  detail::enabled.store(false, std::memory_order_relaxed);
  file.reset();
}

correlation next() {
  return last_correlation.fetch_add(1, std::memory_order_relaxed) + 1;
}

caf::mailbox_element_ptr stamp(caf::mailbox_element_ptr message) {
  return caf::mailbox_element_ptr{new stamped(std::move(message), current())};
}

correlation record(caf::mailbox_element& message, const caf::monitorable_actor& to,
                   const std::string& thread) {
  auto* envelope = dynamic_cast<stamped*>(&message);
  if (envelope == nullptr) // sent before the trace was switched on
    return 0;
  auto now = clock::now();
  auto waited = std::chrono::duration_cast<std::chrono::microseconds>(now - envelope->sent);
  auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()) %
                std::chrono::seconds{1};
  auto line = fmt::format("{:%H:%M:%S}.{:06} {:<12} c{} +{}us {} -> {}#{} {}\n",
                          fmt::gmtime(clock::to_time_t(now)), micros.count(), thread,
                          envelope->cause, waited.count(), actor_text(message.sender), to.name(),
                          to.id(), caf::deep_to_string(message.content()));
  if (::write(file.get(), line.data(), line.size()) < 0)
    detail::enabled.store(
        false, std::memory_order_relaxed); // a full disk must not cost more than the trace
  return envelope->cause;
}

void report_exception(const char* actor, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    log::alert("the {} ended by an exception: {}", actor, e.what());
  } catch (...) {
    log::alert("the {} ended by an unknown exception", actor);
  }
}

} // namespace mw::trace

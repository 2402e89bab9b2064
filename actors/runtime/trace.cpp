// The message trace: see trace.hpp.
#include "actors/runtime/trace.hpp"

#include "actors/log.hpp"
#include "actors/runtime/asio_unit.hpp"
#include "actors/runtime/message_text.hpp"
#include "actors/runtime/pinned.hpp"
#include "actors/runtime/spare_memory.hpp"
#include "net/unique_fd.hpp"

#include <caf/deep_to_string.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>
#include <typeinfo>

#include <fcntl.h>
#include <unistd.h>

namespace mw::trace {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

/// The file, written by all threads: each line is one write() on an O_APPEND descriptor, which
/// needs no lock.
net::unique_fd file;
std::atomic<correlation> last_correlation{0};

void want(uint8_t what) {
  detail::wanted.fetch_or(what, relaxed);
}

void want_no_more(uint8_t what) {
  detail::wanted.fetch_and(static_cast<uint8_t>(~what), relaxed);
}

bool wants(uint8_t what) {
  return (detail::wanted.load(relaxed) & what) != 0;
}

constexpr size_t stamped_size = 128;
using memory = spare_memory<stamped_size>;

/// The envelope. It stands in the mailbox in the place of the message and shows its content.
struct stamped final : caf::mailbox_element {
  explicit stamped(caf::mailbox_element_ptr message)
      : mailbox_element(std::move(message->sender), message->mid, std::move(message->stages)),
        inner(std::move(message)),
        why(here()),
        sent(ticks::now()) {}

  /// CAF ends what is left in a mailbox where no consume() has seen it.
  ~stamped() override { MW_TSAN_ACQUIRE(this); }

  stamped(const stamped&) = delete;
  stamped& operator=(const stamped&) = delete;

  static void* operator new(size_t) { return memory::take(); }

  static void operator delete(void* old) { memory::give_back(old); }

  caf::type_erased_tuple& content() override { return inner->content(); }

  const caf::type_erased_tuple& content() const override { return inner->content(); }

  caf::message move_content_to_message() override { return inner->move_content_to_message(); }

  caf::message copy_content_to_message() const override { return inner->copy_content_to_message(); }

  caf::mailbox_element_ptr inner;
  context why;
  uint64_t sent;
  const uint64_t* sender_thread = &detail::last_ended;
};

static_assert(sizeof(stamped) <= stamped_size);

/// Null: it was sent before the trace was switched on. No dynamic_cast: this is called for each
/// message.
const stamped* as_stamped(const caf::mailbox_element* message) {
  if (message == nullptr || typeid(*message) != typeid(stamped))
    return nullptr;
  return static_cast<const stamped*>(message); // NOLINT: the line above has looked
}

/// Every actor of CAF is a monitorable one.
const char* name_of(const caf::strong_actor_ptr& actor) {
  return static_cast<const caf::monitorable_actor*>(actor->get())->name(); // NOLINT: see above
}

/// What waited already when this thread had done with what came before is taken up at once:
/// reading the clock once more would cost as much as all else here.
uint64_t begin_of(const stamped* message) {
  auto waited = message != nullptr && message->sender_thread == &detail::last_ended &&
                message->sent <= detail::last_ended;
  return waited ? detail::last_ended : ticks::now();
}

recorder::record facts_of(const stamped& message, const caf::monitorable_actor& to,
                          uint64_t begun) {
  recorder::record made; // NOLINT: clearing all of the text costs as much as reading the clock
  made.text.front() = 0;
  made.parent = message.why.message;
  made.cause = message.why.cause;
  made.sent = message.sent;
  made.begun = begun;
  made.to = to.id();
  made.to_name = to.name();
  if (message.sender) {
    made.from = message.sender->aid;
    made.from_name = name_of(message.sender);
  }
  describe(message.inner->content(), made);
  return made;
}

std::string actor_text(const caf::strong_actor_ptr& actor) {
  return actor ? fmt::format("{}#{}", name_of(actor), actor->aid) : "-";
}

void write_line(const stamped& message, const caf::monitorable_actor& to,
                const std::string& thread) {
  using clock = std::chrono::system_clock;
  auto now = clock::now();
  auto waited = ticks::scale{}.ago(message.sent) / 1000;
  auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()) %
                std::chrono::seconds{1};
  auto line = fmt::format("{:%H:%M:%S}.{:06} {:<12} c{} +{}us {} -> {}#{} {}\n",
                          fmt::gmtime(clock::to_time_t(now)), micros.count(), thread,
                          message.why.cause, waited, actor_text(message.sender), to.name(), to.id(),
                          caf::deep_to_string(message.content()));
  if (::write(file.get(), line.data(), line.size()) < 0)
    want_no_more(detail::to_file); // a full disk must not cost more than the trace
}

} // namespace

tl::expected<void, std::string> open(const std::string& path) {
  file.reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file)
    return tl::unexpected(
        fmt::format("cannot write the actor trace '{}': {}", path, std::strerror(errno)));
  want(detail::to_file);
  return {};
}

void close() {
  want_no_more(detail::to_file);
  file.reset();
}

void record_last(size_t messages) {
  recorder::start(messages);
  want(detail::to_memory);
}

void record_nothing() {
  want_no_more(detail::to_memory);
  recorder::stop();
}

correlation next() {
  return last_correlation.fetch_add(1, relaxed) + 1;
}

uint64_t stamp(caf::mailbox_element_ptr& message) {
  auto envelope = std::make_unique<stamped>(std::move(message));
  auto sent = envelope->sent;
  message.reset(envelope.release());
  return sent;
}

uint64_t sent_at(const caf::mailbox_element* message) {
  const auto* envelope = as_stamped(message);
  return envelope == nullptr ? 0 : envelope->sent;
}

handling::handling(caf::mailbox_element& message, const caf::monitorable_actor& to, asio_unit& unit,
                   actor_facts& facts)
    : facts_(facts) {
  const auto* envelope = as_stamped(&message);
  begun_ = begin_of(envelope);
  if (envelope == nullptr)
    return;
  if (wants(detail::to_file))
    write_line(*envelope, to, unit.thread_name());
  auto record = facts_of(*envelope, to, begun_);
  slot_ = unit.recorder().add(record);
  detail::now_doing = {envelope->why.cause, record.number};
}

handling::~handling() {
  auto ended = ticks::now();
  detail::last_ended = ended;
  facts_.was_busy(ended - begun_);
  if (slot_ != nullptr)
    recorder::writer::end(*slot_, ended);
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

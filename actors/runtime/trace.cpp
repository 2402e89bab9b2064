// The message trace: see trace.hpp.
#include "actors/runtime/trace.hpp"

#include "actors/log/log.hpp"
#include "actors/recorder/message_text.hpp"
#include "actors/runtime/actor_name.hpp"
#include "actors/runtime/asio_unit.hpp"
#include "actors/runtime/stamp.hpp"
#include "actors/runtime/stamp_table.hpp"
#include "net/base/unique_fd.hpp"

#include <caf/deep_to_string.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace mw::trace {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

/// The file, written by all threads: each line is one write() on an O_APPEND descriptor, which
/// needs no lock.
net::unique_fd file;
std::atomic<correlation> last_correlation{0};

/// Switches a part of the trace on. While all was off, messages were handled without a look at
/// their stamps, and a thread that had not noticed the end may have left one behind: so the begin
/// forgets stamps, too.
void want(uint8_t what) {
  if (hot.wanted.load(relaxed) == 0)
    stamp_table::outdate_all();
  hot.wanted.fetch_or(what, relaxed);
}

void want_no_more(uint8_t what) {
  auto left = static_cast<uint8_t>(~what);
  if ((hot.wanted.fetch_and(left, relaxed) & left) == 0)
    stamp_table::outdate_all();
}

bool wants(uint8_t what) {
  return (hot.wanted.load(relaxed) & what) != 0;
}

/// The begin of a message's handling. One that waited already when this thread had finished the one
/// before is taken up at once: reading the clock once more would cost as much as all else here.
uint64_t begin_of(const stamp& message) {
  auto waited = message.stayed && message.sent <= detail::last_ended;
  return waited ? detail::last_ended : ticks::now();
}

recorder::entry entry_of(const caf::mailbox_element& message, const stamp& stamped,
                         const actor_identity& to, uint64_t begun) {
  auto made = recorder::entry{.parent = stamped.why.message,
                              .cause = stamped.why.cause,
                              .sent = stamped.sent,
                              .begun = begun,
                              .from = stamped.from,
                              .to = to.word()};
  describe(message.content(), made);
  return made;
}

std::string actor_text(const caf::strong_actor_ptr& actor) {
  return actor ? fmt::format("{}#{}", runtime::name_of(actor), actor->aid) : "-";
}

[[gnu::cold]] void write_line(const caf::mailbox_element& message, const stamp& stamped,
                              const caf::monitorable_actor& to, const std::string& thread) {
  using clock = std::chrono::system_clock;
  auto now = clock::now();
  auto waited = ticks::scale{}.ago(stamped.sent) / 1000;
  auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()) %
                std::chrono::seconds{1};
  auto line = fmt::format("{:%H:%M:%S}.{:06} {:<12} c{} +{}us {} -> {}#{} {}\n",
                          fmt::gmtime(clock::to_time_t(now)), micros.count(), thread,
                          stamped.why.cause, waited, actor_text(message.sender), to.name(), to.id(),
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

handling::handling(caf::mailbox_element& message, const caf::monitorable_actor& to,
                   runtime::asio_unit& unit, actor_identity& facts)
    : facts_(facts) {
  detail::last_actor = facts.word();
  const auto& stamped = take_stamp(message);
  begun_ = begin_of(stamped);
  if (stamped.sent == 0)
    return;
  if (wants(detail::to_file))
    write_line(message, stamped, to, unit.thread_name());
  auto recorded = unit.recorder().add(entry_of(message, stamped, facts, begun_));
  slot_ = recorded.where;
  detail::now_doing = {stamped.why.cause, recorded.number};
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

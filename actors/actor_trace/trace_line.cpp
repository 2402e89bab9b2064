// A recorded message as one line: see trace_line.hpp.
#include "actors/actor_trace/trace_line.hpp"

#include "actors/recorder/message_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <ctime>

namespace mw {

namespace {

constexpr uint64_t nanos = 1'000'000'000;

uint64_t realtime() {
  auto now = timespec{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<uint64_t>(now.tv_sec) * nanos + static_cast<uint64_t>(now.tv_nsec);
}

void print_time(bounded_text& into, uint64_t microseconds) {
  auto seconds = microseconds / 1'000'000;
  into.digits(seconds / 3600 % 24, 2) << ":";
  into.digits(seconds / 60 % 60, 2) << ":";
  into.digits(seconds % 60, 2) << ".";
  into.digits(microseconds % 1'000'000, 6);
}

/// Makes a client's bytes fit for a terminal.
char printable(char one) {
  return static_cast<unsigned char>(one) < ' ' || one == '\x7f' ? '?' : one;
}

} // namespace

trace_clock::trace_clock() : now_(realtime()) {}

uint64_t trace_clock::microseconds(uint64_t moment) const {
  return (now_ - std::min(now_, scale_.ago(moment))) / 1000;
}

bounded_text& bounded_text::operator<<(std::string_view text) {
  auto fits = std::min(text.size(), into_.size() - used_);
  std::copy_n(text.data(), fits, into_.data() + used_);
  used_ += fits;
  return *this;
}

bounded_text& bounded_text::operator<<(uint64_t number) {
  return digits(number, 1);
}

bounded_text& bounded_text::digits(uint64_t number, size_t count) {
  auto buffer = std::array<char, 24>{};
  auto* end = std::to_chars(buffer.begin(), buffer.end(), number).ptr;
  for (auto length = static_cast<size_t>(end - buffer.begin()); length < count; ++length)
    *this << "0";
  return *this << std::string_view{buffer.data(), static_cast<size_t>(end - buffer.begin())};
}

bounded_text& bounded_text::padded(std::string_view text, size_t width) {
  *this << text;
  for (auto length = text.size(); length < width; ++length)
    *this << " ";
  return *this;
}

void print_content(bounded_text& into, const recorder::record& message) {
  into << trace::type_name(message.type);
  auto text = message.text;
  auto length = ::strnlen(text.data(), text.size());
  std::transform(text.begin(), text.end(), text.begin(), printable);
  if (length > 0)
    into << " \"" << std::string_view{text.data(), length}
         << (length == text.size() ? "...\"" : "\"");
  auto unit = trace::amount_name(message.type);
  if (unit.empty() || message.amount == 0)
    return;
  if (unit == "bytes")
    into << " " << message.amount << " bytes";
  else
    into << " " << unit << " " << message.amount;
}

void print_actor(bounded_text& into, const char* name, uint64_t id) {
  if (id == 0 || name == nullptr)
    into << "-";
  else
    into << name << "#" << id;
}

void print_trace_line(bounded_text& into, const recorder::seen& what, const trace_clock& clock) {
  const auto& message = what.message;
  const auto& scale = clock.scale();
  print_time(into, clock.microseconds(message.begun));
  into << " ";
  into.padded(what.thread_name(), 12)
      << " c" << message.cause << " +" << scale.nanoseconds(message.sent, message.begun) / 1000
      << "us ";
  if (message.ended == 0)
    into << "- ";
  else
    into << scale.nanoseconds(message.begun, message.ended) / 1000 << "us ";
  print_actor(into, message.from_name, message.from);
  into << " -> ";
  print_actor(into, message.to_name, message.to);
  into << " ";
  print_content(into, message);
  into << "\n";
}

} // namespace mw

// The signal stack of a thread: see crash_stack.hpp.
#include "actors/runtime/crash_stack.hpp"

#include <csignal>

namespace mw::runtime {

namespace {

constexpr size_t stack_bytes = 64 * 1024;

} // namespace

crash_stack::crash_stack() : memory_(stack_bytes) {
  auto mine = stack_t{};
  mine.ss_sp = memory_.data();
  mine.ss_size = memory_.size();
  ::sigaltstack(&mine, nullptr);
}

crash_stack::~crash_stack() {
  auto none = stack_t{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

} // namespace mw::runtime

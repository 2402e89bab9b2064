// Signals to the processes that this one replaces: see old_processes.hpp.
#include "net/listen/old_processes.hpp"

#include "net/base/last_error.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

// HAProxy tries as often.
constexpr int most_tries = 200;
constexpr int tries_for_each_signal = 100;
constexpr auto between_tries = std::chrono::milliseconds{10};

bool is_in_use(const std::string& error) {
  return error.ends_with(std::make_error_code(std::errc::address_in_use).message());
}

} // namespace

old_processes::old_processes(const std::vector<pid_t>& pids, int farewell) : farewell_(farewell) {
  for (auto pid : pids)
    if (pid != ::getpid())
      if (auto fd = unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U))})
        all_.push_back({pid, std::move(fd)});
}

old_processes::~old_processes() {
  if (asked_for_room_)
    signal_all(SIGTTIN);
}

tl::expected<std::vector<listen_socket>, std::string> old_processes::open(const address& where,
                                                                          listen_options options) {
  for (const auto& one : all_)
    options.may_replace.push_back(one.pid);
  auto opened = open_listeners(where, options);
  for (auto tries = 0; tries < most_tries && !opened && is_in_use(opened.error()); ++tries) {
    if (tries % tries_for_each_signal == 0)
      signal_all(SIGTTOU);
    if (all_.empty())
      break;
    asked_for_room_ = true;
    std::this_thread::sleep_for(between_tries);
    opened = open_listeners(where, options);
  }
  return opened;
}

void old_processes::say_farewell() {
  signal_all(farewell_);
  asked_for_room_ = false;
  all_.clear();
}

/// Signals all processes, and forgets the ones that are gone or may not be signalled.
void old_processes::signal_all(int number) {
  std::erase_if(all_, [number](const process& one) {
    return ::syscall(SYS_pidfd_send_signal, one.pidfd.get(), number, nullptr, 0U) != 0;
  });
}

} // namespace mw::net

// One worker process: see worker_process.hpp.
#include "actors/worker_proxy/worker_process.hpp"

#include "actors/log/log.hpp"
#include "actors/processes/guardian_keeper.hpp"
#include "actors/processes/steady_time.hpp"
#include "net/base/counter_memory.hpp"
#include "net/base/pipe.hpp"
#include "net/base/readable.hpp"
#include "net/stream/channel.hpp"

#include <csignal>
#include <utility>

namespace mw {

worker_process::worker_process(runtime::host<worker_proxy_actor>* self, handlers on)
    : self_(self),
      on_(std::move(on)),
      stderr_([this](const std::string& lines) { on_.said(lines); }) {}

tl::expected<net::unique_fd, std::error_code>
worker_process::start(process_key& key, const worker_executable& program,
                      const worker_surroundings& around, const shared_control& predecessor,
                      net::unique_fd states) {
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(pair.error());
  auto errors = net::make_pipe();
  if (!errors)
    return tl::unexpected(errors.error());
  if (!program.haproxy)
    make_counters(key.relative);
  auto child = net::start(program.command(static_cast<unsigned>(key.relative),
                                          {.control = pair->second.get(),
                                           .errors = errors->write.get(),
                                           .predecessor = predecessor.fd ? *predecessor.fd : -1,
                                           .states = states.get(),
                                           .counters = counters_.get()}));
  if (!child)
    return tl::unexpected(child.error());
  key.pid = pid_ = child->pid;
  key.started = steady_seconds(self_->clock());
  oom_ = around.oom;
  oom_before_ = oom_->read();
  pidfd_.emplace(self_->io(), child->pidfd.release());
  if (program.haproxy)
    guard(key.relative, around.guardian);
  stderr_.open(self_, std::move(errors->read),
               program.haproxy ? program.haproxy->file_names : log::file_names{});
  watch();
  return std::move(pair->first);
}

/// Without it the totals know what the worker has last answered.
void worker_process::make_counters(int32_t number) {
  auto memory = net::make_counter_memory();
  if (memory)
    counters_ = std::move(*memory);
  else
    log::warning("what worker {} counts will be lost if it is killed: {}", number,
                 memory.error().message());
}

void worker_process::guard(int32_t number, const guardian_keeper_actor& guardian) {
  if (!guardian)
    return;
  if (auto error = mw::guard(self_, guardian, pidfd_->native_handle(), pid_))
    log::warning("worker {} would outlive a master that is killed: {}", number, error.message());
}

void worker_process::watch() {
  pidfd_->async_wait(asio::posix::stream_descriptor::wait_read,
                     self_->bind([this](asio::error_code error) {
                       if (error)
                         return;
                       if (!net::is_readable(pidfd_->native_handle(), {}))
                         return watch();
                       ::kill(-pid_, SIGKILL); // all of its group that is left
                       if (auto status = net::reap(pidfd_->native_handle()))
                         ended(*status);
                       else
                         watch();
                     }));
}

void worker_process::send_signal(int signal) {
  killed_ |= signal == SIGKILL;
  if (pidfd_)
    net::send_signal(pidfd_->native_handle(), signal); // it may just have ended: then watch() tells
}

void worker_process::ended(const net::exit_status& status) {
  stderr_.finish();
  pidfd_.reset();
  on_.ended({.process = {},
             .exit_code = status.code,
             .signal = status.signal,
             .cause = ran_out_of_memory(status) ? "ran out of memory" : "",
             .last_words = stderr_.last_lines()});
}

/// Killed, not by us, and the kernel has killed somebody of our control group meanwhile.
bool worker_process::ran_out_of_memory(const net::exit_status& status) const {
  return status.signal == SIGKILL && !killed_ && oom_before_ && oom_->read() > oom_before_;
}

} // namespace mw

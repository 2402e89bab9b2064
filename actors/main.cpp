// The program: the master, or one of its workers.
#include "actors/command_line/options.hpp"
#include "actors/log/log.hpp"
#include "actors/plan/haproxy_executable.hpp"
#include "actors/start/ask_reload.hpp"
#include "actors/start/launch.hpp"
#include "actors/worker/worker.hpp"
#include "net/listen/passed_sockets.hpp"
#include "net/process/capabilities.hpp"
#include "net/process/init_process.hpp"

#include <csignal>
#include <cstdio>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace {

int run(const mw::end_now& end) {
  std::fputs(end.text.c_str(), end.exit_code == 0 ? stdout : stderr);
  if (end.then_run.empty())
    return end.exit_code;
  std::fflush(stdout);
  return mw::become_haproxy(end.then_run);
}

int run(const mw::worker_options& options) {
  return mw::run_worker(options);
}

/// Opens /dev/null for standard streams that the starter closed: the next socket would get such a
/// number, and our log lines.
void open_missing_streams() {
  for (auto stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0)
      ::open("/dev/null", O_RDWR); // takes the lowest free number: this one
}

/// Ignores signals of failed writes: a stderr that is not read, or a file that may not grow, is no
/// reason for a master to die.
void survive_writing() {
  for (auto signal : {SIGPIPE, SIGXFSZ})
    std::signal(signal, SIG_IGN);
}

/// Ends by SIGINT itself, so that the starter sees an interrupt and not only a failure: a shell
/// then ends its script too.
int end_interrupted() {
  std::signal(SIGINT, SIG_DFL);
  auto interrupt = sigset_t{};
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
  std::raise(SIGINT);
  return mw::interrupted;
}

int fail(const std::string& error) {
  mw::log::alert("{}", error);
  return 1;
}

int run(const mw::master_options& options) {
  if (options.ask_reload)
    return mw::ask_for_reload(options);
  open_missing_streams();
  survive_writing();
  if (auto kept = mw::net::keep_needed_capabilities(!options.worker.empty()); !kept)
    return fail(kept.error());
  auto before = ::getpid();
  if (auto stepped = mw::net::step_down_as_init(); !stepped)
    return fail("cannot start the master below an init: " + stepped.error().message());
  mw::net::take_over_passed(before);
  auto code = mw::run_master(options);
  return code == mw::interrupted && !options.as_master ? end_interrupted() : code;
}

} // namespace

int main(int count, char** arguments) {
  auto command_line = mw::parse_options({arguments, arguments + count});
  return std::visit([](const auto& what) { return run(what); }, command_line);
}

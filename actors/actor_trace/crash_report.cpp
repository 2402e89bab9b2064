// Crash reports: see crash_report.hpp. From the handler on nothing here allocates, locks or uses
// stdio.
#include "actors/actor_trace/crash_report.hpp"

#include "actors/actor_trace/trace_line.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace mw {

namespace {

constexpr auto reported = std::array{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr size_t longest_path = 512;

/// Holds everything that the handler needs, made before it is called.
struct prepared_report {
  std::array<char, longest_path> folder = {};
  std::array<recorder::seen, crash_report_messages> messages = {};
  size_t count = 0;
  std::atomic_flag begun = ATOMIC_FLAG_INIT; ///< another thread may die meanwhile
};

prepared_report prepared;

bool later_first(const recorder::seen& one, const recorder::seen& other) {
  return one.message.begun > other.message.begun;
}

/// Keeps the last messages: a heap with the oldest of them on top.
void keep(const recorder::seen& one) {
  auto& all = prepared.messages;
  auto begin = all.begin();
  if (prepared.count == all.size()) {
    if (one.message.begun < all.front().message.begun)
      return;
    std::pop_heap(begin, all.end(), later_first);
    --prepared.count;
  }
  all.at(prepared.count++) = one;
  std::push_heap(begin, begin + static_cast<ptrdiff_t>(prepared.count), later_first);
}

void collect() {
  prepared.count = 0;
  const auto* ring = recorder::current_unlocked();
  auto one = recorder::seen{};
  for (size_t at = 0; ring != nullptr && at < ring->size(); ++at)
    for (size_t index = 0; recorder::read(ring->at(at), index, one); ++index)
      keep(one);
  std::sort_heap(prepared.messages.begin(),
                 prepared.messages.begin() + static_cast<ptrdiff_t>(prepared.count), later_first);
  std::reverse(prepared.messages.begin(),
               prepared.messages.begin() + static_cast<ptrdiff_t>(prepared.count));
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    auto written = ::write(file, text.data(), text.size());
    if (written <= 0)
      return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool write_report(int file, int signal) {
  auto buffer = std::array<char, longest_trace_line>{};
  auto head = bounded_text{buffer};
  head << "# pid " << static_cast<uint64_t>(::getpid()) << ", thread "
       << static_cast<uint64_t>(::gettid()) << ", signal " << static_cast<uint64_t>(signal)
       << ": the last messages; handling time '-': is being handled\n";
  auto good = write_all(file, head.text());
  auto clock = trace_clock{};
  for (size_t at = 0; good && at < prepared.count; ++at) {
    auto line = bounded_text{buffer};
    print_trace_line(line, prepared.messages.at(at), clock);
    good = write_all(file, line.text());
  }
  return good;
}

/// Writes the path of the report, with a 0 behind it.
void make_path(std::span<char> into, std::string_view folder) {
  auto text = bounded_text{into.first(into.size() - 1)};
  text << folder << "/mw-actors-" << static_cast<uint64_t>(::getpid()) << ".trace";
  into[text.text().size()] = 0;
}

void say(std::string_view what, std::string_view path) {
  auto buffer = std::array<char, longest_path + 128>{};
  auto line = bounded_text{buffer};
  line << "[ALERT]    (" << static_cast<uint64_t>(::getpid()) << ") : " << what << path << "\n";
  write_all(STDERR_FILENO, line.text());
}

void on_fatal_signal(int signal) {
  auto saved = errno;
  if (!prepared.begun.test_and_set()) {
    auto path = std::array<char, longest_path>{};
    make_path(path, prepared.folder.data());
    auto written = write_crash_report(path.data(), signal);
    if (!written) {
      make_path(path, "/tmp");
      written = write_crash_report(path.data(), signal);
    }
    say(written ? "fatal signal; the last messages between actors are in "
                : "fatal signal; the last messages between actors cannot be written to ",
        path.data());
  }
  errno = saved;
  ::signal(signal, SIG_DFL);
  ::raise(signal); // pending until the handler has returned
}

} // namespace

std::string crash_report_folder(const std::vector<std::string>& cli_paths) {
  auto failed = std::error_code{};
  auto log = std::filesystem::read_symlink("/proc/self/fd/2", failed);
  if (!failed && std::filesystem::is_regular_file(log, failed))
    return log.parent_path();
  if (const auto* runtime = std::getenv("RUNTIME_DIRECTORY"); runtime != nullptr && *runtime != 0)
    return std::string{std::string_view{runtime}.substr(0, std::string_view{runtime}.find(':'))};
  if (!cli_paths.empty())
    return std::filesystem::absolute(cli_paths.front()).parent_path();
  return "/tmp";
}

void install_crash_report(const std::string& folder) {
  prepared.folder.fill(0);
  folder.copy(prepared.folder.data(), prepared.folder.size() - 1);
  for (auto signal : reported) {
    struct sigaction now = {};
    if (::sigaction(signal, nullptr, &now) != 0 || now.sa_handler != SIG_DFL)
      continue; // a sanitizer's, for example
    now.sa_handler = on_fatal_signal;
    now.sa_flags = SA_ONSTACK;
    ::sigaction(signal, &now, nullptr);
  }
}

bool write_crash_report(const char* path, int signal) {
  auto file = ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return false;
  collect();
  auto good = write_report(file, signal);
  ::close(file);
  return good;
}

} // namespace mw

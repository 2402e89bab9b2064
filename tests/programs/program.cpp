// The real program as a child of the test: see program.hpp.
#include "tests/programs/program.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace mw::test {

namespace {

using pipe_ends = std::pair<net::unique_fd, net::unique_fd>;

pipe_ends make_pipe() {
  auto ends = std::array<int, 2>{-1, -1};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {net::unique_fd{ends[0]}, net::unique_fd{ends[1]}};
}

std::vector<std::string> environment() {
  auto all = std::vector<std::string>{};
  for (auto** variable = environ; *variable != nullptr; ++variable)
    all.emplace_back(*variable);
  return all;
}

net::child_process start_child(const start_options& options, int out, int errors) {
  auto words = options.in_front;
  words.push_back(program_under_test());
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  auto descriptors = options.descriptors;
  descriptors.insert(descriptors.end(), {{out, STDOUT_FILENO}, {errors, STDERR_FILENO}});
  auto child = net::start({.path = words.front(),
                           .arguments = words,
                           .environment = environment(),
                           .descriptors = std::move(descriptors),
                           .parent_death_signal = SIGKILL});
  if (!child)
    FAIL("cannot start " << words.front() << ": " << child.error().message());
  return std::move(*child);
}

size_t count_of(std::string_view text, std::string_view in) {
  auto count = size_t{0};
  for (auto at = in.find(text); at != std::string_view::npos; at = in.find(text, at + text.size()))
    ++count;
  return count;
}

const char* variable_or(const char* name, const char* otherwise) {
  const auto* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

} // namespace

std::string program_under_test() {
  return variable_or("MW_PROGRAM", MW_PROGRAM);
}

std::string tests_folder() {
  auto test_program = std::filesystem::read_symlink("/proc/self/exe");
  return std::filesystem::canonical(test_program.parent_path() / "sources");
}

std::string_view sanitizer_of_program() {
  return variable_or("MW_SANITIZER", "");
}

bool captured_stream::read() {
  auto buffer = std::array<char, 65536>{};
  auto got = ssize_t{};
  while ((got = ::read(from_.get(), buffer.data(), buffer.size())) > 0)
    text_.append(buffer.data(), static_cast<size_t>(got));
  return got < 0;
}

program::program(const start_options& options) : program(options, make_pipe(), make_pipe()) {}

program::program(const start_options& options, pipe_ends out, pipe_ends errors)
    : out_(std::move(out.first)),
      errors_(std::move(errors.first)),
      child_(start_child(options, out.second.get(), errors.second.get())) {}

program::~program() {
  if (reaped_)
    return;
  signal(SIGKILL);
  if (wait_for(child_.pidfd.get(), POLLIN, deadline{patience}))
    net::reap(child_.pidfd.get());
}

void program::signal(int number) const {
  net::send_signal(child_.pidfd.get(), number);
}

void program::await_error(std::string_view text, size_t times) {
  auto until = deadline{patience};
  while (count_of(text, errors_.text()) < times) {
    auto came = wait_for(errors_.fd(), POLLIN, until);
    auto open = errors_.read();
    if ((!came || !open) && count_of(text, errors_.text()) < times)
      FAIL("stderr does not say '" << text << "', only: " << errors_.text());
  }
}

void program::await_news() {
  constexpr auto a_moment = milliseconds{5};
  wait_for(errors_.fd(), POLLIN, deadline{a_moment});
  errors_.read();
}

net::exit_status program::await_end(milliseconds bound) {
  auto until = deadline{bound};
  auto waiting = std::array{pollfd{child_.pidfd.get(), POLLIN, 0}, pollfd{out_.fd(), POLLIN, 0},
                            pollfd{errors_.fd(), POLLIN, 0}};
  while (waiting[0].revents == 0) {
    if (::poll(waiting.data(), waiting.size(), until.left()) <= 0)
      FAIL("the program does not end; stderr: " << errors_.text());
    waiting[1].fd = out_.read() ? out_.fd() : -1; // a stream at its end would make this loop spin
    waiting[2].fd = errors_.read() ? errors_.fd() : -1;
  }
  out_.read();
  errors_.read();
  reaped_ = true;
  return net::reap(child_.pidfd.get()).value_or(net::lost_status);
}

bool program::runs() const {
  return !wait_for(child_.pidfd.get(), POLLIN, deadline{seconds{0}});
}

finished run(const start_options& options) {
  auto started = program{options};
  auto status = started.await_end();
  return {status.number(), started.out(), started.errors()};
}

} // namespace mw::test

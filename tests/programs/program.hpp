// The real program as a child of the test.
#pragma once

#include "net/process/child_process.hpp"
#include "tests/support/deadline.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw::test {

/// The path of the program: $MW_PROGRAM, or the one of this build.
std::string program_under_test();

/// The folder of these tests, for files in it or beside it. It is found by the build tree of the
/// test program, since that of $MW_PROGRAM need not have tests.
std::string tests_folder();

/// The sanitizer that the program is built with, $MW_SANITIZER: `address`, `thread`, or empty. The
/// tests themselves need none: one build of them does for all programs.
std::string_view sanitizer_of_program();

/// How to start a program.
struct start_options {
  std::vector<std::string> arguments;
  std::vector<std::string> in_front = {}; ///< a program that starts it, with its arguments
  std::vector<std::pair<int, int>> descriptors = {}; ///< inherited ones: our number, and its number
                                                     ///< there
};

/// A descriptor that is read until a text has come.
class captured_stream {
public:
  explicit captured_stream(net::unique_fd from) : from_(std::move(from)) {}

  const std::string& text() const { return text_; }

  int fd() const { return from_.get(); }

  /// Takes the bytes that are there; false at the end.
  bool read();

private:
  net::unique_fd from_;
  std::string text_;
};

/// A started program, which is killed at the end. An event that does not come in time fails the
/// test.
class program {
public:
  explicit program(const start_options& options);
  program(const program&) = delete;
  program& operator=(const program&) = delete;
  ~program();

  pid_t pid() const { return child_.pid; }

  void signal(int number) const;

  /// Waits until the text has come on stderr, so many `times`.
  void await_error(std::string_view text, size_t times = 1);
  /// Waits for new bytes on stderr, but not long: for conditions that no line announces.
  void await_news();
  /// Waits until it has ended; then all of its output is in out() and errors().
  net::exit_status await_end(milliseconds bound = patience);
  bool runs() const;

  const std::string& out() const { return out_.text(); }

  const std::string& errors() const { return errors_.text(); }

private:
  program(const start_options& options, std::pair<net::unique_fd, net::unique_fd> out,
          std::pair<net::unique_fd, net::unique_fd> errors);

  captured_stream out_;
  captured_stream errors_;
  net::child_process child_;
  bool reaped_ = false;
};

/// Runs a program to its end.
struct finished {
  int code = 0;
  std::string out;
  std::string errors;
};

finished run(const start_options& options);

} // namespace mw::test

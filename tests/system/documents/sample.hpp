// Samples of conversations in the documents, and whether an answer is the one that stands there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

/// An indented block of a document, below a line `<!-- played with <file> -->`, or below
/// `<!-- log of "<command>" with <file> -->` or `<!-- trace of "<command>" with <file> -->`.
struct sample {
  enum class kind : uint8_t {
    played, ///< a conversation
    log,    ///< lines on stderr
    trace,  ///< lines of --actor-trace
  };

  kind what;
  std::string command;       ///< causes the lines of log or trace
  std::string configuration; ///< the file's path from the top of the project
  std::vector<std::string> lines;
};

std::vector<sample> samples_of(const std::string& document);

/// Compares lines of a sample with what the program says. Numbers that differ from run to run
/// (pids, times, ids) may be others; a line `[...]` stands for any number of lines.
class sample_reader {
public:
  using lines = std::vector<std::string>;

  bool equal(const lines& expected, const lines& got);
  /// Tells whether each line of the sample is one of these.
  static bool are_among(const lines& expected, const lines& got);

  /// Replaces the numbers of the sample by those that stood in their places so far.
  std::string with_numbers_of_this_run(const std::string& typed) const;

private:
  bool equal_from(const lines& expected, size_t at_expected, const lines& got, size_t at_got);
  void learn(const std::string& expected, const std::string& got);

  std::map<std::string, std::string> numbers_;
};

} // namespace mw::test

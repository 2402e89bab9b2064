// The conversations that the documents show are held with the real program, whose answers must be
// those of the documents.
#include "tests/programs/documents.hpp"
#include "tests/programs/program.hpp"
#include "tests/programs/service.hpp"
#include "tests/system/documents/sample.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

const auto prompt =
    std::regex{"((?:\\[c[0-9]+\\] )?(?:master|[0-9]+)(?:\\[ReloadFailed\\])?> )(.*)"};

bool is_shell_command(const std::string& line) {
  return line.starts_with("$ ");
}

std::vector<std::string> lines_of(const std::string& text) {
  auto lines = std::vector<std::string>{};
  auto line = std::string{};
  for (auto rest = std::istringstream{text}; std::getline(rest, line);)
    lines.push_back(line);
  return lines;
}

std::string configuration_of(const sample& one) {
  return read_file(tests_folder() + "/../" + one.configuration);
}

/// Lets a master write its log and its trace, and awaits the lines of the sample in them.
void await_lines(const sample& one) {
  auto folder = temporary_folder{};
  auto trace = folder / "trace";
  auto master = service{service_options{.configuration = configuration_of(one),
                                        .arguments = {"--actor-trace", trace}}};
  master.talk(one.command + "\n");
  master.await("the lines of the sample are written", [&] {
    auto written = one.what == sample::kind::log ? master.process().errors() : read_file(trace);
    return sample_reader::are_among(one.lines, lines_of(written));
  });
}

/// Reads the answers to a line of commands: each ends with a prompt.
std::vector<std::string> read_with_prompts(cli_client& client, ptrdiff_t commands) {
  auto text = std::string{};
  for (; commands > 0; --commands)
    do
      text += client.read_until("> ");
    while (!std::regex_match(text.substr(text.rfind('\n') + 1), prompt));
  return lines_of(text);
}

/// Plays one sample with a master of its own.
class sample_player {
public:
  explicit sample_player(const sample& played)
      : lines_{played.lines}, master_{service_options{.configuration = configuration_of(played)}} {}

  void play() {
    while (at_ < lines_.size()) {
      static const auto piped = std::regex{"\\$ echo \"(.*)\" \\| socat /tmp/master-socket -"};
      auto found = std::smatch{};
      auto command = lines_[at_++];
      CAPTURE(command);
      if (std::regex_match(command, found, piped))
        talk(found[1].str() + "\n");
      else if (command == "$ socat /tmp/master-socket -")
        hold_session();
      else
        FAIL("no command that this test knows");
    }
  }

private:
  void talk(const std::string& text) {
    auto expected = std::vector<std::string>{};
    while (at_ < lines_.size() && !is_shell_command(lines_[at_]))
      expected.push_back(lines_[at_++]);
    expected.emplace_back();
    compare(expected, lines_of(master_.talk(text)));
  }

  void hold_session() {
    auto client = master_.connect();
    for (auto typed = lines_.at(at_++); typed != "quit";) {
      CAPTURE(typed);
      client.send(reader_.with_numbers_of_this_run(typed) + "\n");
      auto commands = std::count(typed.begin(), typed.end(), ';') + 1;
      auto expected = std::vector<std::string>{};
      for (auto prompts = commands; prompts > 0;) {
        auto found = std::smatch{};
        prompts -= std::regex_match(lines_.at(at_), found, prompt) ? 1 : 0;
        typed = found[2].str();
        expected.push_back(prompts > 0 ? lines_[at_] : found[1].str());
        ++at_;
      }
      compare(expected, read_with_prompts(client, commands));
    }
    client.send("quit\n");
    CHECK(client.read_to_end().empty());
  }

  void compare(const std::vector<std::string>& expected, const std::vector<std::string>& got) {
    CAPTURE(expected, got);
    CHECK(reader_.equal(expected, got));
  }

  std::vector<std::string> lines_;
  service master_;
  sample_reader reader_;
  size_t at_ = 0;
};

} // namespace

TEST_CASE("the conversations in the documents are those that the program holds") {
  auto played = 0;
  for (const auto& document : all_documents())
    for (const auto& one : samples_of(read_file(document.string())))
      if (one.what == sample::kind::played) {
        CAPTURE(document);
        sample_player{one}.play();
        ++played;
      }
  CHECK(played >= 5);
}

TEST_CASE("the lines of log and trace in the documents are those that the program writes") {
  auto awaited = 0;
  for (const auto& document : all_documents())
    for (const auto& one : samples_of(read_file(document.string())))
      if (one.what != sample::kind::played) {
        CAPTURE(document, one.lines);
        await_lines(one);
        ++awaited;
      }
  CHECK(awaited >= 2);
}

TEST_CASE("no conversation stands in a document that is not played") {
  for (const auto& document : all_documents()) {
    CAPTURE(document);
    auto is_told = [](const std::string& line) { return line.starts_with("    $ "); };
    auto text = read_file(document.string());
    auto all = lines_of(text);
    auto played = ptrdiff_t{0};
    for (const auto& one : samples_of(text))
      played += std::count_if(one.lines.begin(), one.lines.end(), is_shell_command);
    CHECK(std::count_if(all.begin(), all.end(), is_told) == played);
  }
}

// Our master answers every script as HAProxy's does, but for the differences on purpose.
#include "tests/system/difference/differences.hpp"
#include "tests/system/difference/differential_scripts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace mw;
using namespace mw::test;

namespace {

size_t line_begin(std::string_view text, size_t of) {
  return of == 0 ? 0 : text.rfind('\n', of - 1) + 1; // npos + 1 is 0
}

/// The beginning of the answer (behind a prompt, if there is one) in which two texts differ that
/// are equal up to `at`. For a list of commands it is the title.
size_t answer_begin(std::string_view text, size_t at) {
  auto line = line_begin(text, at);
  while (line > 0 && text.substr(line).starts_with("  "))
    line = line_begin(text, line - 1);
  auto first_line = text.substr(line, std::min(at, text.find('\n', line)) - line);
  auto prompt = first_line.starts_with("#<PID>") ? std::string_view::npos : first_line.rfind("> ");
  return prompt == std::string_view::npos ? line : line + prompt + 2;
}

/// Compares both answers, and skips differences on purpose. `used` has those that were needed.
class comparison {
public:
  comparison(const script& said, answers got) : said_(said.text), got_(std::move(got)) {}

  /// Tells whether the rest is the same.
  bool holds() {
    while (haproxys() != ours())
      if (!step())
        return false;
    return true;
  }

  const std::set<std::string_view>& used() const { return used_; }

private:
  std::string_view haproxys() const { return std::string_view{got_.haproxys}.substr(at_.haproxys); }

  std::string_view ours() const { return std::string_view{got_.ours}.substr(at_.ours); }

  bool step() {
    auto left = haproxys();
    auto right = ours();
    auto equal = static_cast<size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
    for (auto begin : {answer_begin(left, equal), equal}) {
      auto at = rests{left.substr(begin), right.substr(begin),
                      std::string_view{got_.haproxys}.substr(0, at_.haproxys + begin), said_};
      for (const auto& one : differences())
        if (auto size = one.matches(at); size && size->haproxys + size->ours > 0) {
          at_.haproxys += begin + std::min(size->haproxys, at.haproxys.size());
          at_.ours += begin + std::min(size->ours, at.ours.size());
          used_.insert(one.name);
          return true;
        }
    }
    return false;
  }

  std::string said_;
  answers got_;
  extent at_;
  std::set<std::string_view> used_;
};

/// Prints the answers from the line on in which they differ first.
std::string shown(const script& said, const answers& got) {
  auto differ =
      static_cast<size_t>(std::ranges::mismatch(got.haproxys, got.ours).in1 - got.haproxys.begin());
  auto from = line_begin(got.haproxys, differ);
  auto part = [](std::string_view text) { return Catch::Detail::stringify(text.substr(0, 160)); };
  auto how = said.cut == script::whole       ? std::string{"in one piece"}
             : said.cut == script::each_byte ? std::string{"byte by byte"}
                                             : fmt::format("cut at {}", said.cut);
  return fmt::format("{}, {} and {} bytes, which differ at {}:\n  HAProxy: {}\n  ours:    {}\n"
                     "  said:    {}\n",
                     how, got.haproxys.size(), got.ours.size(), differ,
                     part(std::string_view{got.haproxys}.substr(from)),
                     part(std::string_view{got.ours}.substr(from)), part(said.text));
}

} // namespace

TEST_CASE("everything that is said to HAProxy's master is answered in the same way here, but for "
          "what differs on purpose") {
  auto pairs = std::map<std::string, master_pair>{};
  auto used = std::set<std::string_view>{};
  auto differing = std::string{};
  for (const auto& [name, level, scripts] : all_scripts()) {
    const auto& pair = pairs.try_emplace(level, level).first->second;
    pair.play(same_state());
    for (const auto& said : scripts) {
      auto got = pair.play(said);
      auto compared = comparison{said, got};
      if (compared.holds())
        used.insert(compared.used().begin(), compared.used().end());
      else
        differing += fmt::format("{}, level {}, {}", name, level, shown(said, got));
    }
  }
  CHECK(differing == "");
  for (const auto& one : differences()) {
    INFO("in the table, but in no conversation: " << one.name);
    CHECK(used.contains(one.name));
  }
}

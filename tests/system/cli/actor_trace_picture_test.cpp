// scripts/actor-trace draws what the real program's actors have said to each other.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <regex>
#include <set>

using namespace mw;
using namespace mw::test;
using nlohmann::json;

namespace {

/// Draws a dump. `$1` is our program, which is not needed.
finished draw(const std::string& dump) {
  return run({.arguments = {dump},
              .in_front = {"/bin/sh", "-c", "exec \"$0\" \"$2\"",
                           tests_folder() + "/../scripts/actor-trace"}});
}

/// The kinds of actors that got messages: session#11 and session#12 are `session`.
std::set<std::string> kinds_in(const json& dump) {
  auto kinds = std::set<std::string>{};
  for (const auto& event : dump.at("traceEvents"))
    if (event.value("cat", "") == "message" && event.value("ph", "") == "X") {
      auto actor = event.at("args").at("to").get<std::string>();
      kinds.insert(actor.substr(0, actor.find('#')));
    }
  return kinds;
}

/// The first element that is not closed where it has to be; empty if all are.
std::string unclosed_in(const std::string& picture) {
  static const auto tag = std::regex{R"(<(/?)([a-z]+)[^>]*?(/?)>)"};
  auto open = std::vector<std::string>{};
  for (auto at = std::sregex_iterator(picture.begin(), picture.end(), tag);
       at != std::sregex_iterator{}; ++at) {
    const auto& found = *at;
    if (found[1].length() == 0 && found[3].length() == 0)
      open.push_back(found[2]);
    else if (found[1].length() != 0 && (open.empty() || open.back() != found[2]))
      return found[0];
    else if (found[1].length() != 0)
      open.pop_back();
  }
  return open.empty() ? "" : open.back();
}

} // namespace

TEST_CASE("a dump becomes a picture that shows every kind of actor") {
  auto master = service{2};
  CHECK(master.talk("@1 echo a\n") == "a\n\n");
  auto dump = master.talk("actor-trace dump\n");
  write_file(master.folder() / "dump.json", dump);
  auto drawn = draw(master.folder() / "dump.json");
  INFO(drawn.errors);
  CHECK(drawn.code == 0);
  CHECK_THAT(drawn.out, Catch::StartsWith("<svg ") && Catch::EndsWith("</svg>\n"));
  CHECK(unclosed_in(drawn.out).empty());
  auto kinds = kinds_in(json::parse(dump));
  CHECK(kinds.size() > 5);
  for (const auto& kind : kinds)
    CHECK_THAT(drawn.out, Catch::Contains(">" + kind + "<"));
}

TEST_CASE("what is no dump becomes no picture, but one line that says so") {
  auto folder = temporary_folder{};
  auto missing = draw(folder / "nothing");
  CHECK(missing.code == 1);
  CHECK(missing.errors == "actor-trace: cannot read '" + (folder / "nothing") + "'\n");
  write_file(folder / "text", "what is this?\n");
  auto other = draw(folder / "text");
  CHECK(other.code == 1);
  CHECK(other.out.empty());
  CHECK(std::count(other.errors.begin(), other.errors.end(), '\n') == 1);
}

// Generates scripts for both masters: see differential_scripts.hpp.
#include "tests/system/difference/differential_scripts.hpp"

#include "tests/system/difference/differential_texts.hpp"

namespace mw::test {

namespace {

using scripts = std::vector<script>;

/// A payload ends with its own empty line.
std::string line(const std::string& command) {
  return command.ends_with('\n') ? command : command + "\n";
}

/// Puts every command behind the first prefixes, and some behind each.
scripts prefix_scripts() {
  constexpr size_t prefixes_for_all = 4;
  constexpr size_t one_in = 9;
  auto all = scripts{};
  for (size_t prefix = 0; prefix < prefixes.size(); ++prefix)
    for (size_t command = 0; command < commands.size(); ++command)
      if (prefix < prefixes_for_all || (prefix + command) % one_in == 0)
        all.push_back(script{prefixes[prefix] + line(commands[command])});
  return all;
}

scripts level_scripts() {
  auto all = scripts{};
  for (const auto& level : lowered)
    for (const auto& way : reached)
      for (const auto& command : restricted)
        all.push_back(script{level + way + line(command) + "@1 show cli level\n"});
  return all;
}

scripts mode_scripts() {
  auto all = scripts{};
  for (const auto& mode : modes)
    for (const auto& command : sensitive)
      all.push_back(script{mode + line(command)});
  return all;
}

scripts payload_scripts() {
  auto all = scripts{};
  const auto then = std::string{"@1 show map {MAP}\n@1 clear map {MAP}\n"};
  for (const auto& payload : payloads) {
    all.push_back(script{payload + then});
    all.push_back({payload + then, script::each_byte});
  }
  for (const auto& payload : unended_payloads) {
    all.push_back(script{payload});
    all.push_back(script{then});
  }
  auto many = std::string{};
  for (auto at = 0; at < 300; ++at)
    many += fmt::format("key{} value{}\n", at, at);
  all.push_back(script{"@1 add map {MAP} <<\n" + many + "\n" + then});
  return all;
}

scripts split_scripts() {
  const auto talk =
      std::string{"show cli level;@1 add map {MAP} k\\;1 v\n@1\nshow map {MAP}\n"
                  "add map {MAP} <<\na b\n\nprompt\n@master\noperator;show cli level\n"
                  "@1 clear map {MAP}\n"};
  auto all = scripts{};
  constexpr size_t longest_path = 100;
  for (size_t at = 1; at < talk.size() + longest_path; ++at)
    all.push_back({talk, at});
  all.push_back({talk, script::each_byte});
  return all;
}

scripts pipelined_scripts() {
  auto all = scripts{};
  for (auto count : {2, 10, 200})
    for (const auto* end : {";", "\n"})
      for (const auto* command : {"show cli level", "@1 show version", "@1 show stat",
                                  "@1 show cli level;show cli level", "@!{W} get weight b/s1"}) {
        auto text = std::string{};
        for (auto left = count; left > 0; --left)
          text += std::string{command} + (left == 1 ? "\n" : end);
        all.push_back(script{text});
      }
  return all;
}

scripts texts_as_scripts(const texts& given, bool split_lines) {
  auto all = scripts{};
  for (const auto& text : given) {
    all.push_back(script{text});
    if (split_lines)
      all.push_back({text, script::each_byte});
  }
  return all;
}

} // namespace

script same_state() {
  return script{"@1 clear map {MAP};@1 clear acl {ACL};@1 enable server b/s1;"
                "@1 set weight b/s1 100%;@1 enable frontend f\n"};
}

std::vector<script_group> all_scripts() {
  return {{"prefixes and commands", "admin", prefix_scripts()},
          {"levels", "admin", level_scripts()},
          {"levels", "operator", level_scripts()},
          {"levels", "user", level_scripts()},
          {"modes", "admin", mode_scripts()},
          {"modes", "operator", mode_scripts()},
          {"payloads", "admin", payload_scripts()},
          {"a conversation split at each byte", "admin", split_scripts()},
          {"pipelining", "admin", pipelined_scripts()},
          {"ends", "admin", texts_as_scripts(ends, true)},
          {"prompts", "admin", texts_as_scripts(prompts, true)},
          {"prompts", "operator", texts_as_scripts(prompts, false)}};
}

} // namespace mw::test

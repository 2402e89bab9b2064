// Configurations of one file, a.cfg, in few words.
#pragma once

#include "actors/config/parse_config.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

namespace mw {

using lines = std::vector<std::string>;

inline std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

inline auto parse(std::string_view text, lines environment = {}) {
  std::vector<config::source> sources{{"a.cfg", std::string(text)}};
  return config::parse_config(sources, std::move(environment));
}

inline config::configuration good(std::string_view text, lines environment = {}) {
  auto parsed = parse(text, std::move(environment));
  INFO(text);
  INFO((parsed ? "" : parsed.error().front()));
  REQUIRE(parsed);
  return *parsed;
}

inline lines errors(std::string_view text, lines environment = {}) {
  auto parsed = parse(text, std::move(environment));
  INFO(text);
  REQUIRE_FALSE(parsed);
  return parsed.error();
}

/// Parses `text` as lines of `global`, which are in the file a.cfg from line 2 on.
inline config::configuration good_global(std::string_view text) {
  return good("global\n" + std::string(text));
}

inline lines global_errors(std::string_view text) {
  return errors("global\n" + std::string(text));
}

/// The configuration of an empty file.
inline config::configuration config_defaults() {
  config::configuration expected;
  expected.node = host_name();
  return expected;
}

} // namespace mw

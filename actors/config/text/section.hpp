// The sections of a configuration, and the lines that begin them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

enum class section_body : uint8_t {
  global,
  proxy,   ///< see parser.hpp
  program, ///< see program_parser.hpp
  skipped  ///< known to HAProxy, refused here as a whole
};

/// One kind of section.
struct section_kind {
  std::string_view name;
  section_body body;
  bool needs_id;
  bool listens; ///< HAProxy took addresses behind its name once
};

/// Finds the section that a word begins; null: there is none. The result lives for ever.
const section_kind* find_section(std::string_view word);

std::span<const std::string_view> section_names();

/// Where the first byte is that no name of a section or a server may have; the name's size:
/// nowhere.
size_t first_bad_name_byte(std::string_view name);

/// Checks a line that begins a section. The result is its mistakes in order.
std::vector<std::string> check_section_line(const section_kind& kind,
                                            std::span<const std::string> words);

} // namespace mw::config

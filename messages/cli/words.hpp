// A command's words.
#pragma once

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// The most words of a command, as in HAProxy; one more is an error.
inline constexpr size_t max_words = 64;

/// Splits a command at blanks and tabs; repeated ones count once. A backslash makes the next byte
/// ordinary and goes; a NUL byte becomes a blank. The error is the text for the client.
tl::expected<std::vector<std::string>, std::string> split_words(std::string_view command);

/// Joins the words with one blank between them.
std::string join_words(std::span<const std::string> words);

} // namespace mw

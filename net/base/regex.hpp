// Regular expressions in Perl's dialect (PCRE2), matched with bounded work.
#pragma once

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace mw::net {

/// A compiled expression; copies share it.
class regex {
public:
  /// The longest text that a search looks at. Its work grows with the length of the text alone,
  /// whatever the text says: see regex.cpp.
  static constexpr size_t longest_text = 16'384;

  /// Compiles; an error has the form of HAProxy's messages.
  static tl::expected<regex, std::string> compile(const std::string& text);

  /// Searches the bytes, which may hold zeros. A search that takes too long finds nothing.
  bool is_in(std::string_view bytes) const;

  /// Compares what was compiled.
  friend bool operator==(const regex& a, const regex& b) { return a.text_ == b.text_; }

private:
  struct code;

  regex(std::string text, std::shared_ptr<const code> compiled);

  std::string text_;
  std::shared_ptr<const code> compiled_;
};

} // namespace mw::net

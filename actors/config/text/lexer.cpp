// A line's words: see lexer.hpp.
#include "actors/config/text/lexer.hpp"

#include "actors/config/text/printable.hpp"
#include "actors/config/text/variable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace mw::config {

namespace {

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string too_long() {
  return fmt::format("line too long, limit: {}.", max_line_bytes);
}

struct escape_pair {
  char letter;
  char meaning;
};

constexpr std::array escapes{escape_pair{' ', ' '},   escape_pair{'\\', '\\'},
                             escape_pair{'#', '#'},   escape_pair{'"', '"'},
                             escape_pair{'\'', '\''}, escape_pair{'n', '\n'},
                             escape_pair{'r', '\r'},  escape_pair{'t', '\t'}};

/// Goes over a line once; stops at the first error.
class line_splitter {
public:
  line_splitter(std::string_view line, const variable_lookup& variable)
      : line_(line), variable_(variable) {}

  tl::expected<std::vector<std::string>, std::string> split();

private:
  void fail(size_t at, std::string_view what);
  void open_word();
  void append(char c);
  void close_word();
  void step();
  void bare(char c);
  void toggle_quote(char c);
  void escape();
  void escape_hexadecimal();
  void variable();
  void insert(std::string_view value, bool as_words);

  std::string_view line_;
  const variable_lookup& variable_;
  size_t at_ = 0;
  char quote_ = '\0'; ///< the one that is open, or 0
  size_t quote_at_ = 0;
  size_t size_ = 0; ///< of all words
  std::vector<std::string> words_;
  std::optional<std::string> word_; ///< the one that is not complete
  size_t word_at_ = 0;
  size_t last_allowed_at_ = 0; ///< where the last word within the limit begins
  std::string error_;
};

tl::expected<std::vector<std::string>, std::string> line_splitter::split() {
  while (at_ < line_.size() && error_.empty())
    step();
  if (error_.empty() && quote_ != '\0')
    fail(quote_at_, "unmatched quote");
  close_word();
  if (!error_.empty())
    return tl::unexpected(std::move(error_));
  return std::move(words_);
}

void line_splitter::fail(size_t at, std::string_view what) {
  auto indent = std::min(line_.find_first_not_of(" \t"), at);
  error_ = fmt::format("{} at position {}: {}", what, at + 1, printable(line_.substr(indent)));
}

void line_splitter::open_word() {
  if (word_)
    return;
  word_.emplace();
  word_at_ = at_;
}

void line_splitter::append(char c) {
  open_word();
  word_->push_back(c);
  if (++size_ > max_line_bytes)
    error_ = too_long();
}

void line_splitter::close_word() {
  if (!word_ || !error_.empty())
    return;
  words_.push_back(std::move(*word_));
  word_.reset();
  if (words_.size() == max_line_words)
    last_allowed_at_ = word_at_;
  if (words_.size() > max_line_words)
    error_ =
        fmt::format("too many words, truncating after word {}, position {}: <{}>.", max_line_words,
                    last_allowed_at_ + 1, printable(words_[max_line_words - 1]));
}

void line_splitter::step() {
  char c = line_[at_];
  if (c == '\\' && quote_ != '\'')
    return escape();
  if (c == '$' && quote_ == '"')
    return variable();
  if (quote_ == '\0')
    bare(c);
  else if (c == quote_)
    toggle_quote(c);
  else
    append(c);
  ++at_;
}

void line_splitter::bare(char c) {
  if (c == '#')
    line_ = line_.substr(0, at_);
  else if (c == '"' || c == '\'')
    toggle_quote(c);
  else if (is_blank(c))
    close_word();
  else
    append(c);
}

void line_splitter::toggle_quote(char c) {
  open_word();
  quote_ = quote_ == '\0' ? c : '\0';
  quote_at_ = at_;
}

void line_splitter::escape() {
  char letter = at_ + 1 < line_.size() ? line_[at_ + 1] : '\0';
  if (letter == 'x')
    return escape_hexadecimal();
  const auto* found = std::find_if(escapes.begin(), escapes.end(),
                                   [letter](const auto& pair) { return pair.letter == letter; });
  bool dollar = letter == '$' && quote_ == '"';
  bool known = found != escapes.end() || dollar;
  if (!known)
    append('\\');
  else
    append(dollar ? letter : found->meaning);
  at_ += known ? 2 : 1;
}

void line_splitter::escape_hexadecimal() {
  constexpr size_t digits = 2;
  auto text = line_.substr(at_ + 2, digits);
  unsigned value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + digits)
    return fail(at_, "truncated or invalid hexadecimal sequence");
  if (value == 0)
    return fail(at_, "stray NUL character");
  append(static_cast<char>(value));
  at_ += 2 + digits;
}

void line_splitter::variable() {
  auto reference = read_reference(line_, at_);
  if (!reference)
    return fail(reference.error().at, reference.error().what);
  auto value = variable_(reference->name);
  if (!value && reference->name.starts_with('.'))
    return fail(reference->name_at, bad_first_char);
  insert(value ? *value : reference->otherwise.value_or(""), reference->as_words);
  at_ = reference->end;
}

void line_splitter::insert(std::string_view value, bool as_words) {
  for (char c : value) {
    if (!error_.empty())
      return;
    if (!as_words || !is_blank(c))
      append(c);
    else if (word_ && !word_->empty())
      close_word();
  }
}

/// The first byte that no line may hold, if any. A CR inside is an old Mac's line end: HAProxy
/// drops what follows it.
std::optional<std::string> stray_byte(std::string_view line) {
  auto at = line.find_first_of(std::string_view("\0\r", 2));
  if (at == std::string_view::npos)
    return std::nullopt;
  return fmt::format("stray {} character at position {}.", line[at] == '\r' ? "CR" : "NUL", at + 1);
}

} // namespace

tl::expected<std::vector<std::string>, std::string> split_line(std::string_view line,
                                                               const variable_lookup& variable) {
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  if (line.size() > max_line_bytes)
    return tl::unexpected(too_long());
  if (auto stray = stray_byte(line))
    return tl::unexpected(std::move(*stray));
  return line_splitter(line, variable).split();
}

} // namespace mw::config

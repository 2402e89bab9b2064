// A worker's stderr: see child_stderr.hpp.
#include "actors/processes/child_stderr.hpp"

#include "actors/log/log.hpp"

#include <array>
#include <cerrno>

#include <unistd.h>

namespace mw {

namespace {

// A pipe holds 64 KiB: one turn empties it.
constexpr size_t portion = size_t{16} * 1024;
constexpr int portions_per_turn = 4;
// Who writes no LF is cut.
constexpr size_t longest_rest = size_t{16} * 1024;

/// The longest cut that is not inside a character of UTF-8, as far as the line is that.
size_t cut_at(std::string_view line) {
  auto is_inner = [&](size_t at) { return (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80; };
  if (line.size() <= child_stderr::longest_line)
    return line.size();
  auto size = child_stderr::longest_line;
  for (auto steps = 0; steps < 3 && is_inner(size); ++steps)
    --size;
  return size;
}

} // namespace

bool child_stderr::drain() {
  std::array<char, portion> buffer; // not initialised: only what was read is used
  for (auto left = portions_per_turn; left > 0 && pipe_; --left) {
    auto size = ::read(pipe_->native_handle(), buffer.data(), buffer.size());
    if (size > 0)
      take({buffer.data(), static_cast<size_t>(size)});
    else
      return size < 0 && (errno == EAGAIN || errno == EINTR);
  }
  return pipe_.has_value();
}

void child_stderr::finish() {
  drain();
  if (!rest_.empty())
    take("\n");
  pipe_.reset();
}

void child_stderr::take(std::string_view bytes) {
  rest_ += bytes;
  if (rest_.size() > longest_rest && rest_.find('\n') == std::string::npos)
    rest_ += '\n';
  auto end = rest_.rfind('\n');
  if (end == std::string::npos)
    return;
  pass_on(std::string_view{rest_}.substr(0, end + 1));
  rest_.erase(0, end + 1);
}

/// Replaces control characters: lines may be shown on a terminal.
void child_stderr::pass_on(std::string_view written) {
  auto lines = log::printable_lines(log::with_names(written, names_));
  log::raw(lines);
  said_(lines);
  for (auto left = std::string_view{lines}; !left.empty();) {
    auto end = left.find('\n');
    remember(left.substr(0, end));
    left.remove_prefix(end + 1);
  }
}

void child_stderr::remember(std::string_view line) {
  last_.emplace_back(line.substr(0, cut_at(line)));
  if (last_.size() > most_lines)
    last_.pop_front();
}

} // namespace mw

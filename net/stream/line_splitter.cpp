// The splitter: every byte is looked at once and moved a bounded number of times.
#include "net/stream/line_splitter.hpp"

#include <utility>

namespace mw::net {

namespace {

/// Bytes of a buffer that is kept when it is used up; a larger one is given back, so that an idle
/// session costs little.
constexpr size_t kept_capacity = size_t{4} * 1024;

} // namespace

void line_splitter::feed(std::string_view bytes) {
  if (dropping_) {
    auto line_end = bytes.find('\n');
    if (line_end == std::string_view::npos)
      return;
    bytes.remove_prefix(line_end + 1);
    dropping_ = false;
  }
  // The rest is moved only when the read part is the larger one: each byte is then moved once on
  // average.
  if (start_ > buffered()) {
    buffer_.erase(0, start_);
    scanned_ -= start_;
    start_ = 0;
  }
  buffer_ += bytes;
}

line_splitter::event line_splitter::next(std::string& line) {
  auto line_end = buffer_.find('\n', scanned_);
  auto length = (line_end == std::string::npos ? buffer_.size() : line_end) - start_;
  if (length > limit_)
    return drop_line(line_end);
  if (line_end == std::string::npos) {
    scanned_ = buffer_.size();
    return event::need_more;
  }
  line.assign(buffer_, start_, length);
  skip_to(line_end + 1);
  return event::line;
}

line_splitter::event line_splitter::drop_line(size_t line_end) {
  dropping_ = line_end == std::string::npos;
  skip_to(dropping_ ? buffer_.size() : line_end + 1);
  return event::too_long;
}

void line_splitter::skip_to(size_t position) {
  start_ = position;
  scanned_ = position;
  if (start_ < buffer_.size())
    return;
  if (buffer_.capacity() > kept_capacity)
    std::string().swap(buffer_);
  else
    buffer_.clear();
  start_ = 0;
  scanned_ = 0;
}

std::string line_splitter::take_rest() {
  auto rest = std::exchange(buffer_, {});
  rest.erase(0, std::exchange(start_, 0));
  scanned_ = 0;
  dropping_ = false;
  return rest;
}

} // namespace mw::net

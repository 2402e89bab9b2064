// Frames of a channel: see frame.hpp.
#include "net/stream/frame.hpp"

#include <algorithm>

namespace mw::net {

namespace {

constexpr unsigned header_size = 4;

void append_header(std::string& out, size_t length) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((length >> shift) & 0xff));
}

} // namespace

void append_frames(std::string& out, std::string_view bytes) {
  while (!bytes.empty()) {
    auto frame = bytes.substr(0, max_frame);
    append_header(out, frame.size());
    out += frame;
    bytes.remove_prefix(frame.size());
  }
}

void append_end_of_message(std::string& out) {
  append_header(out, 0);
}

frame_parser::event frame_parser::next(std::string_view& input, std::string_view& piece) {
  if (left_ == 0) {
    if (!take_header(input))
      return event::need_more;
    if (header_ > max_frame)
      return event::too_long;
    left_ = header_;
    header_ = 0;
    header_bytes_ = 0;
    inside_message_ = left_ != 0;
    if (left_ == 0)
      return event::end;
  }
  if (input.empty())
    return event::need_more;
  piece = input.substr(0, std::min<size_t>(left_, input.size()));
  input.remove_prefix(piece.size());
  left_ -= static_cast<uint32_t>(piece.size());
  return event::bytes;
}

bool frame_parser::take_header(std::string_view& input) {
  while (header_bytes_ < header_size && !input.empty()) {
    header_ = (header_ << 8) | static_cast<unsigned char>(input.front());
    ++header_bytes_;
    input.remove_prefix(1);
  }
  return header_bytes_ == header_size;
}

} // namespace mw::net

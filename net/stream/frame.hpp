// Frames: how commands and answers are told apart on a channel that carries many of them.
//
// A message is any number of frames (4 bytes of length, network order, then that many bytes) and
// one empty frame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mw::net {

/// The longest frame, in bytes. A longer one is a protocol error: the other side is not trusted.
inline constexpr size_t max_frame = 64 * 1024;

/// Appends `bytes` as as many frames as it takes; none for no bytes.
void append_frames(std::string& out, std::string_view bytes);
/// Appends the empty frame that ends a message.
void append_end_of_message(std::string& out);

/// Takes the frames of one direction apart, in pieces as they arrive; keeps no bytes itself.
class frame_parser {
public:
  enum class event : uint8_t {
    need_more, ///< the input is used up
    bytes,     ///< `piece` holds the next bytes of the message
    end,       ///< the message is complete
    too_long,  ///< a frame over max_frame: close the channel
  };

  /// The next event; takes what it used from the front of `input`. `piece` points into `input`'s
  /// old text.
  event next(std::string_view& input, std::string_view& piece);

  /// Tells whether no message has begun: an end of file here cuts none short.
  bool between_messages() const { return !inside_message_ && header_bytes_ == 0; }

private:
  bool take_header(std::string_view& input);

  uint32_t left_ = 0;         ///< bytes of the current frame still to come
  uint32_t header_ = 0;       ///< the length read so far
  unsigned header_bytes_ = 0; ///< how many bytes of it
  bool inside_message_ = false;
};

} // namespace mw::net

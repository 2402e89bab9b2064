// The built-in worker's end of a channel, played by the test: commands and answers in frames.
#pragma once

#include "messages/worker_proxy.hpp"
#include "net/frame.hpp"
#include "tests/support/stream_end.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

class framed_worker {
public:
  /// What a proxy answers to open_channel: the other end, once.
  channel_opened opened() { return {descriptor_box{channel.take_other().release()}, true}; }

  /// The complete commands that have come since.
  std::vector<std::string> commands() {
    using event = net::frame_parser::event;
    auto all = std::vector<std::string>{};
    auto bytes = channel.received();
    auto input = std::string_view{bytes};
    auto piece = std::string_view{};
    for (auto next = frames_.next(input, piece); next != event::need_more;
         next = frames_.next(input, piece)) {
      if (next == event::bytes)
        command_ += piece;
      else
        all.push_back(std::exchange(command_, {}));
    }
    return all;
  }

  void answer_part(std::string_view text) {
    auto bytes = std::string{};
    net::append_frames(bytes, text);
    channel.send(bytes);
  }

  void answer(std::string_view text) {
    auto bytes = std::string{};
    net::append_frames(bytes, text);
    net::append_end_of_message(bytes);
    channel.send(bytes);
  }

  stream_end channel;

private:
  net::frame_parser frames_;
  std::string command_;
};

} // namespace mw::test

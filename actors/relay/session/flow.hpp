// Bytes from one socket of a session to the other.
#pragma once

#include "actors/relay/session/endpoint.hpp"
#include "actors/relay/session/pool.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace mw::relay {

/// Buffers and pipes that flows share.
struct flow_resources {
  pool<buffer> buffers{256};
  pool<kernel_pipe> pipes{64};
  unsigned pipes_used = 0;
  uint64_t spliced = 0; ///< bytes that went through pipes
};

/// Says when bytes go through a pipe, which spares two copies and costs a call more.
enum class splicing : uint8_t { never, automatic, always };

/// Moves bytes in one direction. There is a buffer or a pipe only while bytes are in it. When the
/// target takes nothing, nothing more is read.
class flow {
public:
  /// End of a run.
  enum class result : uint8_t {
    idle,        ///< nothing can be done until a socket is ready
    more,        ///< there is more, but others shall have their turn
    source_lost, ///< reading failed
    target_lost  ///< writing failed
  };

  flow(endpoint& source, endpoint& target, flow_resources& shared)
      : source_(source), target_(target), shared_(shared) {}

  flow(const flow&) = delete;
  flow& operator=(const flow&) = delete;

  ~flow() { give_back(); }

  void use_splicing(splicing mode) { mode_ = mode; }

  /// Puts bytes in front of what the source says, uncounted. At most a buffer's size.
  void put(std::string_view bytes);

  /// Moves what can be moved.
  result run(clock::time_point now);

  /// Ends the target's input, once, if the last byte is out.
  void pass_end_on();

  /// Counts bytes that were read from the source so far, and since the last call.
  uint64_t total() const { return total_; }

  uint64_t take_news() { return std::exchange(news_, 0); }

  size_t pending() const { return end_ - begin_ + in_pipe_; }

  bool finished() const { return source_ended_ && pending() == 0; }

private:
  enum class step : uint8_t { go_on, stop, source_lost, target_lost };

  step fill();
  step drain();
  step fill_buffer();
  step fill_pipe();
  step drain_buffer();
  step drain_pipe();
  step after_read(ssize_t count, size_t room);
  bool wants_pipe();
  void give_back();
  void drop_pipe();

  endpoint& source_;
  endpoint& target_;
  flow_resources& shared_;
  std::unique_ptr<buffer> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  std::unique_ptr<kernel_pipe> pipe_;
  size_t in_pipe_ = 0;
  clock::time_point now_;
  uint64_t total_ = 0;
  uint64_t news_ = 0;
  unsigned full_reads_ = 0; ///< in a row: a large transfer
  splicing mode_ = splicing::never;
  bool source_ended_ = false;
  bool end_passed_ = false;
};

} // namespace mw::relay

// What the answer to an `actor-trace` command is made of, piece by piece.
#pragma once

#include "actors/recorder/cursor.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mw {

/// Makes the text of one answer. A trace reader owns it, on whose thread it is made and asked.
class trace_source {
public:
  enum class state : uint8_t {
    more,  ///< there is another piece at once
    later, ///< ask again in a while
    over,
  };

  trace_source() = default;
  virtual ~trace_source() = default;
  trace_source(const trace_source&) = delete;
  trace_source& operator=(const trace_source&) = delete;

  /// Appends some text, not much more than `room` bytes.
  virtual state next(std::string& out, size_t room) = 0;

  /// Tells whether to ask it also when there is no room: it leaves out what does not fit.
  virtual bool is_live() const { return false; }
};

using trace_source_ptr = std::unique_ptr<trace_source>;
using made_trace_source = tl::expected<trace_source_ptr, std::string>;

/// Reads all recorded messages, in the order of handling; also those being handled.
std::vector<recorder::seen> recorded_messages();
/// Reads the recorded messages of one cause.
std::vector<recorder::seen> messages_of(uint64_t cause);

/// Makes the source of the answer to `actor-trace last|command|follow|dump|diagram <arguments>`,
/// without the empty line behind it. The error is the text for the client, with LF.
made_trace_source make_trace_source(std::span<const std::string> words);

/// Makes a source of an answer that is ready as a whole: `print(index, out)` is called for 0 to
/// count - 1.
trace_source_ptr make_listing(size_t count, std::function<void(size_t, std::string&)> print);
/// Makes a source of one text.
trace_source_ptr make_text(std::string text);

// A maker for each command, by its name; `arguments` stand behind it.
made_trace_source make_trace_last(std::span<const std::string> arguments);
made_trace_source make_trace_command(std::span<const std::string> arguments);
made_trace_source make_trace_follow(std::span<const std::string> arguments);
made_trace_source make_trace_dump(std::span<const std::string> arguments);
made_trace_source make_trace_diagram(std::span<const std::string> arguments);

/// Reads the correlation id that is the only argument: `17`, `c17`.
tl::expected<uint64_t, std::string> parse_cause(std::span<const std::string> arguments);

} // namespace mw

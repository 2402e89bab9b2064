// A worker's stderr: passed on to ours, and the last lines kept.
#pragma once

#include "actors/log/line_text.hpp"
#include "net/base/unique_fd.hpp"

#include <asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// Owned by a proxy's state. Reads the master's end of the pipe in bounded portions: a worker that
/// writes without end takes its own proxy's turns, nothing else.
class child_stderr {
public:
  /// The lines, and the bytes of each, that are kept for those who ask why the worker has ended.
  static constexpr size_t most_lines = 10;
  static constexpr size_t longest_line = 512;

  /// `said` gets whole lines, with LF, without control characters (see log::printable_lines).
  explicit child_stderr(std::function<void(const std::string&)> said) : said_(std::move(said)) {}

  /// `self`: the proxy's actor. `names`: files that the worker knows by other names.
  template <class Self>
  void open(Self* self, net::unique_fd pipe, log::file_names names = {}) {
    names_ = std::move(names);
    pipe_.emplace(self->io(), pipe.release());
    wait(self);
  }

  /// Takes what is there now. False: nothing more will come.
  bool drain();
  /// The process has ended: takes what is left, also of a line without end, and closes the pipe.
  void finish();

  std::vector<std::string> last_lines() const { return {last_.begin(), last_.end()}; }

private:
  template <class Self>
  void wait(Self* self) {
    pipe_->async_wait(asio::posix::stream_descriptor::wait_read,
                      self->bind([this, self](asio::error_code error) {
                        if (!error && pipe_ && drain())
                          wait(self);
                      }));
  }

  void take(std::string_view bytes);
  void pass_on(std::string_view written);
  void remember(std::string_view line);

  std::function<void(const std::string&)> said_;
  std::optional<asio::posix::stream_descriptor> pipe_;
  log::file_names names_;
  std::string rest_; ///< of a line whose end has not come
  std::deque<std::string> last_;
};

} // namespace mw

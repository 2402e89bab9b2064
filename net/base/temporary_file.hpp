// A file under a temporary name, on its way to its real one.
#pragma once

#include <string>
#include <utility>

namespace mw::net {

/// Makes a random suffix, `.xxxxx.tmp`, so that neither a file left by a crash nor a planted one is
/// in the way. It has 10 bytes, which max_unix_path counts on.
std::string temporary_suffix();

/// Owns a file that exists already; unlinks it at the end unless it has been renamed.
class temporary_file {
public:
  explicit temporary_file(std::string path) : path_(std::move(path)) {}

  temporary_file(temporary_file&& other) noexcept;
  temporary_file& operator=(temporary_file&&) = delete;
  ~temporary_file();

  const char* path() const { return path_.c_str(); }

  /// Replaces `target`; false and errno if that fails.
  bool rename(const std::string& target);

private:
  std::string path_;
};

} // namespace mw::net

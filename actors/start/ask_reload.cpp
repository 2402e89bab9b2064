// `--reload`: see ask_reload.hpp.
#include "actors/start/ask_reload.hpp"

#include "actors/log/log.hpp"
#include "net/base/readable.hpp"

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/write.hpp>
#include <fmt/format.h>
#include <tl/expected.hpp>

#include <array>
#include <chrono>
#include <string>

namespace mw {

namespace {

constexpr auto not_reloaded = 1;

/// The master reads the configuration within a minute, and the workers have `ready-within`, a
/// minute unless the configuration says more; a reload that is under way comes first.
constexpr auto answer_time_limit = std::chrono::minutes{10};

using answer = tl::expected<std::string, std::string>;

tl::unexpected<std::string> cannot_ask(const asio::error_code& error) {
  return tl::unexpected(error.message());
}

/// Sends the command, and reads to the end of the answer.
template <class Socket>
answer talk(Socket& socket) {
  auto error = asio::error_code{};
  asio::write(socket, asio::buffer(std::string_view{"reload\n"}), error);
  if (!error)
    socket.shutdown(Socket::shutdown_send, error); // the last command
  auto text = std::string{};
  auto bytes = std::array<char, 4096>{};
  auto until = std::chrono::steady_clock::now() + answer_time_limit;
  while (!error) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (!net::is_readable(socket.native_handle(), std::max(left, std::chrono::milliseconds{0})))
      return tl::unexpected(std::string{"no answer in time"});
    text.append(bytes.data(), socket.read_some(asio::buffer(bytes), error));
  }
  if (error != asio::error::eof)
    return cannot_ask(error);
  return text;
}

answer ask_at_path(asio::io_context& io, const std::string& path) {
  auto error = asio::error_code{};
  auto socket = asio::local::stream_protocol::socket{io};
  socket.connect(asio::local::stream_protocol::endpoint{path}, error);
  return error ? answer{cannot_ask(error)} : talk(socket);
}

answer ask_at_port(asio::io_context& io, const net::address& where) {
  auto error = asio::error_code{};
  auto host = where.host.empty() ? std::string{"localhost"} : where.host;
  auto places = asio::ip::tcp::resolver{io}.resolve(host, std::to_string(where.port), error);
  auto socket = asio::ip::tcp::socket{io};
  if (!error)
    asio::connect(socket, places, error);
  return error ? answer{cannot_ask(error)} : talk(socket);
}

answer ask_at(const config::listener_settings& bind) {
  auto io = asio::io_context{};
  if (!bind.tls.on && bind.where.form == net::address::kind::unix_path)
    return ask_at_path(io, bind.where.path);
  if (!bind.tls.on && bind.where.form == net::address::kind::inet)
    return ask_at_port(io, bind.where);
  return tl::unexpected(std::string{"it needs a unix path, or a port without ssl"});
}

} // namespace

int ask_for_reload(const master_options& options) {
  const auto& bind = options.binds.front();
  auto answer = ask_at(bind);
  if (!answer) {
    log::alert("--reload at '{}': {}", to_string(bind.where), answer.error());
    return not_reloaded;
  }
  fmt::print(stderr, "{}", *answer);
  return answer->starts_with("Success=1\n") ? 0 : not_reloaded;
}

} // namespace mw

// Keeps a leaving HAProxy process within reach, without keeping it alive.
#pragma once

#include "actors/runners/prompt_connection.hpp"
#include "actors/runtime/component.hpp"
#include "actors/worker_proxy/spare_console.hpp"
#include "messages/base/error.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"
#include "net/stream/frame.hpp"

#include <tl/expected.hpp>

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <memory>

namespace mw {

/// HAProxy takes no new connections on its CLI once it has been told to finish, but it goes on with
/// those that it has. So there is one for each level, opened before, and some for two-way sessions;
/// each counts as work that HAProxy has left to do, so they are closed when there is no other, once
/// what runs on them is answered. Owned by the worker's proxy.
class leaving_cli {
public:
  using opener = std::function<tl::expected<net::unique_fd, errc>()>;

  /// `ready`: called once, when all sessions answer.
  leaving_cli(runtime::host<worker_proxy_actor>* self, std::function<void()> ready);

  /// False: not all can be had.
  bool open(const opener& new_channel);

  /// One end of a connection on which commands go in frames, as with a built-in worker.
  tl::expected<net::unique_fd, errc> connect();

  /// One end of a connection on which HAProxy's line protocol is spoken, for a two-way session.
  tl::expected<net::unique_fd, errc> connect_console();

  /// To be called again and again: asks whether there is work left but our sessions, and ends them
  /// if not. Others that ask wait for this question, and it for none of them but the one that runs.
  void check();

private:
  /// Somebody who has connected.
  struct client {
    explicit client(channel_stream::handlers on) : channel(std::move(on)) {}

    channel_stream channel;
    net::frame_parser frames;
    std::string text;  ///< of the request that is arriving
    size_t unsent = 0; ///< bytes of the answer that wait for the client
  };

  using client_ptr = std::shared_ptr<client>;

  struct job {
    prompt_request request;
    client_ptr asker; ///< null: we ask ourselves
  };

  struct line {
    explicit line(access_level level, prompt_connection::handlers on)
        : session(level, std::move(on)) {}

    prompt_connection session;
    std::deque<job> waiting;
    std::optional<job> running;
    std::string own_answer; ///< to what we ask
  };

  std::unique_ptr<line> make_line(access_level level);
  void one_is_ready();
  void on_bytes(const client_ptr& from, std::string_view bytes);
  void submit(const client_ptr& from);
  void start_next(line& on);
  void answer(line& from, std::string text);
  void end_answer(client& of, const std::string& text = {});
  void answered(line& from, std::string rest);
  void lost(line& which);
  void written(client& to);
  bool has_other_work(const std::string& info) const;
  void end();
  static void close_if_done(line& which);

  runtime::host<worker_proxy_actor>* self_;
  std::function<void()> ready_;
  size_t not_ready_ = 0;
  std::array<std::unique_ptr<line>, 3> lines_; ///< by level
  /// Each serves one two-way session: HAProxy closes it with that.
  std::array<std::unique_ptr<spare_console>, 4> consoles_;
  std::list<client_ptr> clients_;
  bool asking_ = false; ///< ourselves
  bool ending_ = false; ///< there is no other work
};

} // namespace mw

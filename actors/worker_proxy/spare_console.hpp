// A connection to a leaving HAProxy process that was opened ahead for one two-way session.
#pragma once

#include "actors/runners/marked_answer.hpp"
#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "messages/base/error.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <functional>
#include <string_view>

namespace mw {

/// Waits in prompt mode, without a time limit of HAProxy's. Whoever gets it finds it like one that
/// was just opened; bytes pass through here, so that it can be ended when the process has no other
/// work. Owned by the worker's proxy.
class spare_console {
public:
  /// `ready`: called once, when it answers.
  spare_console(runtime::host<worker_proxy_actor>* self, std::function<void()> ready);

  /// `connection`: a fresh one.
  void open(net::unique_fd connection);

  /// Whether HAProxy has it among its connections.
  bool is_open() const { return worker_.is_open(); }

  /// Has not been lent.
  bool is_free() const { return is_open() && !lent_; }

  /// One end of a connection on which HAProxy's line protocol begins. Once only, and only while it
  /// is free.
  tl::expected<net::unique_fd, errc> lend();

  /// HAProxy gets the end of the input: what it has begun comes to its end.
  void finish();

private:
  void on_worker_bytes(std::string_view bytes);
  void take_greeting(std::string_view& bytes);
  void on_worker_closed();
  void on_client_bytes(std::string_view bytes);
  void on_client_drained();

  runtime::host<worker_proxy_actor>* self_;
  std::function<void()> ready_;
  marked_answer greeting_;
  buffered_stream worker_;
  buffered_stream client_;
  bool greeted_ = false;
  bool lent_ = false;
  bool end_of_prompt_due_ = false;
  bool lead_to_come_ = false; ///< what HAProxy answers to the end of the prompt mode
};

} // namespace mw

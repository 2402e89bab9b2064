// A connection kept for a two-way session: see spare_console.hpp.
#include "actors/worker_proxy/spare_console.hpp"

#include "net/stream/channel.hpp"

#include <utility>

namespace mw {

namespace {

constexpr std::string_view greeting = "prompt\nset timeout cli 24d\n";
constexpr std::string_view answer_to_greeting = "\n> \n> ";

// Before 3.0 `prompt` takes no word, and ends the mode that it has begun; later ones know `n`. It
// goes with what follows it: HAProxy closes if nothing does.
constexpr std::string_view end_of_prompt = "prompt n;";

} // namespace

spare_console::spare_console(runtime::host<worker_proxy_actor>* self, std::function<void()> ready)
    : self_(self),
      ready_(std::move(ready)),
      greeting_(std::string{answer_to_greeting}),
      worker_(self, {.bytes = [this](std::string_view bytes) { on_worker_bytes(bytes); },
                     .ended = [this](std::error_code) { on_worker_closed(); },
                     .drained = [this] { client_.resume(); }}),
      client_(self, {.bytes = [this](std::string_view bytes) { on_client_bytes(bytes); },
                     .ended = [this](std::error_code) { finish(); },
                     .drained = [this] { on_client_drained(); }}) {}

void spare_console::open(net::unique_fd connection) {
  greeting_.begin();
  worker_.open(std::move(connection));
  worker_.write(greeting);
}

tl::expected<net::unique_fd, errc> spare_console::lend() {
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(errc::no_descriptors);
  lent_ = true;
  lead_to_come_ = true;
  end_of_prompt_due_ = true;
  client_.open(std::move(pair->first));
  return std::move(pair->second);
}

void spare_console::finish() {
  if (worker_.is_open())
    worker_.write_end();
  else
    client_.close();
}

void spare_console::on_worker_bytes(std::string_view bytes) {
  if (!greeted_)
    take_greeting(bytes);
  if (bytes.empty())
    return;
  if (std::exchange(lead_to_come_, false) && bytes.starts_with('\n'))
    bytes.remove_prefix(1);
  client_.write(bytes);
  if (client_.unsent() >= reply_window)
    worker_.pause();
}

void spare_console::take_greeting(std::string_view& bytes) {
  greeting_.take(bytes);
  if (!greeting_.is_complete())
    return;
  greeted_ = true;
  ready_();
}

void spare_console::on_worker_closed() {
  worker_.close();
  if (client_.unsent() == 0)
    client_.close();
}

void spare_console::on_client_bytes(std::string_view bytes) {
  auto text = std::string{std::exchange(end_of_prompt_due_, false) ? end_of_prompt : ""};
  worker_.write(text.append(bytes));
  if (worker_.unsent() >= reply_window)
    client_.pause();
}

void spare_console::on_client_drained() {
  if (worker_.is_open())
    worker_.resume();
  else
    client_.close();
}

} // namespace mw

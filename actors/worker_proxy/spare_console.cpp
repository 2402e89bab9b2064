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
      worker_({.bytes = [this](std::string_view bytes) { on_worker_bytes(bytes); },
               .closed = [this] { on_worker_closed(); },
               .written = [this] { client_.credit(self_, std::exchange(to_worker_, 0)); }}),
      client_({.bytes = [this](std::string_view bytes) { on_client_bytes(bytes); },
               .closed = [this] { finish(); },
               .written = [this] { on_client_written(); }}) {}

void spare_console::open(int descriptor) {
  greeting_.begin();
  worker_.open(self_, descriptor);
  worker_.write(self_, greeting);
}

tl::expected<net::unique_fd, errc> spare_console::lend() {
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(errc::no_descriptors);
  lent_ = true;
  lead_to_come_ = true;
  end_of_prompt_due_ = true;
  client_.open(self_, pair->first.release());
  return std::move(pair->second);
}

void spare_console::finish() {
  if (worker_.is_open())
    worker_.write_end(self_);
  else
    client_.close();
}

void spare_console::on_worker_bytes(std::string_view bytes) {
  worker_.sent_on(bytes.size());
  if (!greeted_)
    take_greeting(bytes);
  if (bytes.empty())
    return;
  to_client_ += bytes.size();
  if (std::exchange(lead_to_come_, false) && bytes.starts_with('\n'))
    bytes.remove_prefix(1);
  client_.write(self_, bytes);
}

void spare_console::take_greeting(std::string_view& bytes) {
  auto before = bytes.size();
  greeting_.take(bytes);
  worker_.credit(self_, before - bytes.size());
  if (!greeting_.is_complete())
    return;
  greeted_ = true;
  ready_();
}

void spare_console::on_worker_closed() {
  worker_.close();
  if (to_client_ == 0)
    client_.close();
}

void spare_console::on_client_bytes(std::string_view bytes) {
  client_.sent_on(bytes.size());
  to_worker_ += bytes.size();
  auto text = std::string{std::exchange(end_of_prompt_due_, false) ? end_of_prompt : ""};
  worker_.write(self_, text.append(bytes));
}

void spare_console::on_client_written() {
  auto bytes = std::exchange(to_client_, 0);
  if (worker_.is_open())
    worker_.credit(self_, bytes);
  else
    client_.close();
}

} // namespace mw

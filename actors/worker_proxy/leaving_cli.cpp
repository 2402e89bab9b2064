// A leaving HAProxy process within reach: see leaving_cli.hpp.
#include "actors/worker_proxy/leaving_cli.hpp"

#include "net/base/number.hpp"
#include "net/stream/channel.hpp"

#include <algorithm>

namespace mw {

namespace {

// HAProxy closes an idle client after `stats timeout`, unless it is told otherwise; it knows no
// longer time.
constexpr std::string_view for_ever = "24d";

/// The number behind `\n<name>: ` in the answer to `show info`.
size_t figure(std::string_view info, std::string_view name) {
  auto begin = "\n" + std::string{name} + ": ";
  auto at = info.find(begin);
  if (at == std::string_view::npos)
    return 0;
  auto rest = info.substr(at + begin.size());
  return net::parse_number(rest.substr(0, rest.find('\n'))).value_or(0);
}

} // namespace

leaving_cli::leaving_cli(runtime::host<worker_proxy_actor>* self, std::function<void()> ready)
    : self_(self), ready_(std::move(ready)) {
  for (auto level : {access_level::user, access_level::oper, access_level::admin})
    lines_.at(static_cast<size_t>(level)) = make_line(level);
  for (auto& one : consoles_)
    one = std::make_unique<spare_console>(self_, [this] { one_is_ready(); });
}

std::unique_ptr<leaving_cli::line> leaving_cli::make_line(access_level level) {
  auto of = static_cast<size_t>(level);
  return std::make_unique<line>(
      level,
      prompt_connection::handlers{
          .ready =
              [this, of] {
                start_next(*lines_.at(of));
                one_is_ready();
              },
          .bytes = [this, of](std::string text) { answer(*lines_.at(of), std::move(text)); },
          .done = [this, of](std::string rest) { answered(*lines_.at(of), std::move(rest)); },
          .closed = [this, of] { lost(*lines_.at(of)); },
      });
}

bool leaving_cli::open(const opener& new_channel) {
  not_ready_ = lines_.size() + consoles_.size();
  for (auto& one : lines_) {
    auto channel = new_channel();
    if (!channel)
      return false;
    one->session.open(self_, channel->release(), for_ever);
  }
  for (auto& one : consoles_) {
    auto channel = new_channel();
    if (!channel)
      return false;
    one->open(channel->release());
  }
  return true;
}

void leaving_cli::one_is_ready() {
  if (--not_ready_ == 0)
    ready_();
}

tl::expected<net::unique_fd, errc> leaving_cli::connect() {
  if (ending_)
    return tl::unexpected(errc::process_gone);
  clients_.remove_if([](const client_ptr& one) { return !one->channel.is_open(); });
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(errc::no_descriptors);
  auto slot = std::make_shared<std::weak_ptr<client>>();
  auto made = std::make_shared<client>(channel_stream::handlers{
      .bytes =
          [this, slot](std::string_view bytes) {
            if (auto from = slot->lock())
              on_bytes(from, bytes);
          },
      .closed =
          [slot] {
            if (auto from = slot->lock())
              from->channel.close();
          },
      .written =
          [this, slot] {
            if (auto to = slot->lock())
              written(*to);
          },
  });
  *slot = made;
  made->channel.open(self_, pair->first.release());
  clients_.push_back(std::move(made));
  return std::move(pair->second);
}

tl::expected<net::unique_fd, errc> leaving_cli::connect_console() {
  if (ending_)
    return tl::unexpected(errc::process_gone);
  auto free = std::ranges::find_if(consoles_, [](const auto& one) { return one->is_free(); });
  if (free == consoles_.end())
    return tl::unexpected(errc::process_leaving);
  return (*free)->lend();
}

void leaving_cli::on_bytes(const client_ptr& from, std::string_view bytes) {
  using event = net::frame_parser::event;
  auto piece = std::string_view{};
  while (from->channel.is_open()) {
    switch (from->frames.next(bytes, piece)) {
    case event::bytes:
      from->text += piece;
      break;
    case event::end:
      submit(from);
      break;
    case event::need_more:
      return;
    case event::too_long:
      return from->channel.close();
    }
  }
}

void leaving_cli::submit(const client_ptr& from) {
  auto request = parse_prompt_request(std::exchange(from->text, {}));
  if (request.text.empty())
    return end_answer(*from, "A worker that is leaving takes no payloads with empty lines\n");
  if (is_about_session(request))
    return end_answer(*from);
  auto& on = *lines_.at(static_cast<size_t>(request.level));
  if (ending_ || !on.session.is_open())
    return from->channel.close();
  on.waiting.push_back({std::move(request), from});
  start_next(on);
}

void leaving_cli::start_next(line& on) {
  if (on.running || on.waiting.empty() || !on.session.is_idle())
    return;
  on.running = std::move(on.waiting.front());
  on.waiting.pop_front();
  on.session.run(self_, on.running->request);
}

/// An answer to nobody is read to its end, for the next one's sake.
void leaving_cli::answer(line& from, std::string text) {
  auto bytes = text.size();
  if (!from.running->asker)
    from.own_answer += text;
  if (!from.running->asker || !from.running->asker->channel.is_open())
    return from.session.credit(self_, bytes);
  auto frames = std::string{};
  net::append_frames(frames, text);
  from.running->asker->unsent += bytes;
  from.running->asker->channel.write(self_, frames);
}

/// The client has taken what there was: more may come.
void leaving_cli::written(client& to) {
  for (auto& one : lines_)
    if (one->running && one->running->asker.get() == &to)
      one->session.credit(self_, std::exchange(to.unsent, 0));
}

void leaving_cli::end_answer(client& of, const std::string& text) {
  auto frames = std::string{};
  net::append_frames(frames, text + "\n"); // in place of the prompt
  net::append_end_of_message(frames);
  of.channel.write(self_, frames);
}

void leaving_cli::answered(line& from, std::string rest) {
  if (!rest.empty())
    answer(from, std::move(rest));
  auto done = std::move(*from.running);
  from.running.reset();
  from.session.credit(self_, reply_window);
  if (done.asker) {
    done.asker->unsent = 0;
    end_answer(*done.asker);
  } else {
    asking_ = false;
    if (!has_other_work(std::exchange(from.own_answer, {})))
      end();
  }
  start_next(from);
  if (ending_)
    close_if_done(from);
}

void leaving_cli::lost(line& which) {
  if (which.running && which.running->asker)
    which.running->asker->channel.close();
  which.running.reset();
  for (auto& one : std::exchange(which.waiting, {}))
    if (one.asker)
      one.asker->channel.close();
}

void leaving_cli::check() {
  auto& asks = *lines_.front();
  if (asking_ || ending_ || !asks.session.is_open())
    return;
  asking_ = true;
  asks.waiting.push_front({parse_prompt_request("user -;show info"), nullptr});
  start_next(asks);
}

/// What cannot be read is taken for work.
bool leaving_cli::has_other_work(const std::string& info) const {
  auto lines =
      std::ranges::count_if(lines_, [](const auto& one) { return one->session.is_open(); });
  auto consoles = std::ranges::count_if(consoles_, [](const auto& one) { return one->is_open(); });
  auto jobs = figure(info, "Jobs");
  return jobs == 0 ||
         jobs > static_cast<size_t>(lines + consoles) + figure(info, "Unstoppable Jobs");
}

void leaving_cli::end() {
  ending_ = true;
  for (auto& one : lines_)
    close_if_done(*one);
  for (auto& one : consoles_)
    one->finish();
}

void leaving_cli::close_if_done(line& which) {
  if (!which.running && which.waiting.empty())
    which.session.close();
}

} // namespace mw

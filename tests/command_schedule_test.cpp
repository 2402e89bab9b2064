// Commands under random schedules: whatever workers, proxies, the router and clients do, each
// command gets one end, and no bytes but its own.
#include "tests/support/played_service.hpp"
#include "tests/support/random_schedule.hpp"

#include <deque>

using namespace mw;
using namespace std::chrono_literals;
using mw::test::asked_command;
using mw::test::played_asker;
using mw::test::played_channel;
using mw::test::played_worker;

namespace {

class schedule : public test::played_service {
public:
  explicit schedule(uint64_t seed) : dice_(seed) {
    for (auto number = 0; number < 4; ++number)
      askers_.emplace_back(system);
    reload(numbers);
    settle();
  }

  void step() {
    static constexpr void (schedule::*acts[])() = {
        &schedule::ask,         &schedule::ask,         &schedule::ask,          &schedule::ask,
        &schedule::ask_proxy,   &schedule::ask_proxy,   &schedule::ask_proxy,    &schedule::work,
        &schedule::work,        &schedule::work,        &schedule::work,         &schedule::work,
        &schedule::work_applet, &schedule::cancel,      &schedule::walk_away,    &schedule::credit,
        &schedule::credit,      &schedule::pass_time,   &schedule::fall_silent,  &schedule::die,
        &schedule::tell_down,   &schedule::start_again, &schedule::begin_reload, &schedule::retire,
        &schedule::refuse};
    (this->*acts[dice_.below(std::size(acts))])();
    if (dice_.one_in(3))
      return; // the next one comes while messages are on their way
    settle();
    read_answers();
    for (auto& asker : askers_)
      asker.nothing_is_late();
  }

  /// From here on nothing fails, until nothing is left to do.
  void calm_down() {
    for (auto round = 0; round < 200 && is_busy(); ++round)
      help_all();
    CHECK_FALSE(is_busy());
    for (auto index = workers.size(); index-- > 0;)
      if (!workers[index]->lives || !workers[index]->takes_more)
        go_down(index);
    for (auto number = 1; number <= numbers; ++number)
      if (meant({target::kind::relative, number}).empty())
        come_up(number);
    help_all();
  }

  /// A new command is answered by each number, without an error.
  void ask_everybody() {
    for (auto number = 1; number <= numbers; ++number) {
      ask({target::kind::relative, number}, askers_.front());
      auto over = std::vector<asked_command>{};
      for (auto round = 0; round < 200 && over.empty(); ++round)
        over = help_all();
      REQUIRE(over.size() == 1);
      CHECK(*over.front().error == "");
    }
  }

private:
  bool is_busy() const {
    return std::any_of(askers_.begin(), askers_.end(),
                       [](const auto& asker) { return asker.is_busy(); });
  }

  template <class All>
  auto* any_of(All& all) {
    return all.empty() ? nullptr : &all[dice_.below(all.size())];
  }

  played_asker* any_asker(bool busy) {
    auto* one = any_of(askers_);
    return one->is_busy() == busy ? one : nullptr;
  }

  target any_target() {
    auto form = static_cast<target::kind>(dice_.below(6));
    if (form == target::kind::relative || dice_.one_in(3))
      return {target::kind::relative, static_cast<int64_t>(1 + dice_.below(3))};
    if (form == target::kind::pid)
      return {form, static_cast<int64_t>(1271 + dice_.below(workers.size() + 1))};
    return {form};
  }

  void ask() {
    if (auto* asker = any_asker(false))
      ask(any_target(), *asker);
  }

  void ask(const target& where, played_asker& asker) {
    auto command = asked_command{.text = std::to_string(++asked_), .where = where};
    for (const auto* one : meant(where)) {
      command.members.push_back(one->key);
      command.old_members += one->is_leaving ? 1 : 0;
    }
    if (where.is_group())
      groups.insert(command.text);
    auto members = command.members;
    auto somebody = where.form == target::kind::master || !members.empty();
    CHECK(asker.ask(*this, pool, std::move(command)) == somebody);
    if (somebody && !members.empty() && !where.is_group())
      CHECK(asker.command().lease.process == members.back());
  }

  void read_answers() {
    for (auto& asker : askers_)
      if (auto over = asker.read())
        check(*over);
  }

  void check(const asked_command& over) {
    INFO(to_string(over.where) << " " << over.text << ": [" << over.got.substr(0, 400) << "] "
                               << *over.error);
    if (over.where.is_group())
      test::check_group(over);
    else
      test::check_single(over, ran[over.text]);
  }

  void ask_proxy() {
    static constexpr errc refusals[] = {errc::process_gone, errc::process_busy,
                                        errc::no_descriptors};
    auto* one = any_of(dice_.one_in(3) ? gone : workers);
    if (one == nullptr || !(*one)->has_question())
      return;
    if (dice_.one_in(6))
      (*one)->answer_question(refusals[dice_.below(std::size(refusals))]);
    else
      (*one)->answer_question();
  }

  /// A worker goes on with one of its commands.
  void work() {
    auto* one = any_of(workers);
    if (one == nullptr)
      return;
    read_commands();
    auto& channels = (*one)->channels;
    auto* channel = any_of(channels);
    if (channel == nullptr)
      return;
    if (!(*channel)->runs())
      (*channel)->flush();
    else if (dice_.one_in(2))
      (*channel)->finish();
    else
      (*channel)->answer_part(dice_.below((*channel)->left() + 1));
    auto is_leaving_idle = (*channel)->is_done() && !(*one)->takes_more;
    if (is_leaving_idle || dice_.one_in(12))
      channels.erase(channels.begin() + (channel - channels.data()));
  }

  void cancel() {
    if (auto* asker = any_asker(true))
      asker->cancel();
  }

  void walk_away() {
    if (auto* asker = any_of(askers_); dice_.one_in(2))
      asker->leave(system);
  }

  void credit() {
    if (auto* asker = any_asker(true))
      asker->credit(dice_.one_in(2) ? reply_window : dice_.below(reply_window));
  }

  void pass_time() { pass(std::chrono::milliseconds{dice_.below(dice_.one_in(4) ? 11'000 : 400)}); }

  void fall_silent() {
    if (auto* one = any_of(workers))
      (*one)->mute = dice_.one_in(2);
  }

  void die() {
    if (auto* one = any_of(workers); one != nullptr && dice_.one_in(2))
      (*one)->die();
  }

  void tell_down() {
    for (auto index = size_t{0}; index < workers.size(); ++index)
      if (!workers[index]->lives && dice_.one_in(2))
        return go_down(index);
  }

  void start_again() {
    auto number = static_cast<int32_t>(1 + dice_.below(static_cast<size_t>(numbers)));
    if (meant({target::kind::relative, number}).empty())
      come_up(number);
  }

  void begin_reload() {
    if (workers.size() < 9 && dice_.one_in(2))
      reload(static_cast<int32_t>(1 + dice_.below(3)));
  }

  /// One that leaves, mostly, takes no more.
  void refuse() {
    read_commands();
    auto* one = any_of(workers);
    if (one != nullptr && (*one)->lives && ((*one)->is_leaving || dice_.one_in(4)))
      (*one)->take_no_more();
  }

  void retire() {
    if (!gone.empty() && dice_.one_in(2))
      gone.erase(gone.begin());
  }

  /// Everybody does all that is asked of him. The commands that are over now.
  std::vector<asked_command> help_all() {
    for (auto* all : {&workers, &gone})
      for (auto& one : *all) {
        one->mute = false;
        while (one->has_question())
          one->answer_question();
      }
    settle();
    work_applet();
    read_commands();
    for (auto& one : workers)
      for (auto& channel : one->channels)
        channel->runs() ? channel->finish() : channel->flush();
    settle();
    return credit_all();
  }

  std::vector<asked_command> credit_all() {
    auto all = std::vector<asked_command>{};
    for (auto& asker : askers_) {
      if (auto over = asker.read()) {
        check(*over);
        all.push_back(std::move(*over));
      } else if (asker.is_busy()) {
        asker.credit(reply_window);
      }
    }
    settle();
    return all;
  }

  test::dice dice_;
  std::deque<played_asker> askers_;
  uint64_t asked_ = 0;
};

} // namespace

TEST_CASE("random schedules of commands, reloads and failures leave no command without its end") {
  constexpr auto steps = 150;
  test::run_schedules([](uint64_t seed) {
    auto run = schedule{seed};
    for (auto left = steps; left > 0; --left)
      run.step();
    run.calm_down();
    run.ask_everybody();
  });
}

// Commands under random schedules: whatever workers, proxies, the route news and clients do, each
// command gets one end, and no bytes but its own.
#include "tests/fixtures/played_clients.hpp"
#include "tests/support/random_schedule.hpp"

#include <numeric>

namespace mw::command_schedule_test {

using mw::test::played_asker;

namespace {

class schedule : public test::played_clients {
public:
  explicit schedule(uint64_t seed) : played_clients(4), dice_(seed) {
    reload(numbers);
    settle();
  }

  void step() {
    struct weighted_act {
      size_t weight;
      void (schedule::*act)();
    };

    static constexpr weighted_act acts[] = {
        {6, &schedule::ask_somebody}, {4, &schedule::ask_proxy},    {8, &schedule::work},
        {1, &schedule::work_applet},  {1, &schedule::cancel},       {1, &schedule::cross},
        {1, &schedule::walk_away},    {2, &schedule::credit},       {1, &schedule::pass_time},
        {1, &schedule::fall_silent},  {1, &schedule::die},          {1, &schedule::tell_down},
        {2, &schedule::start_again},  {1, &schedule::begin_reload}, {1, &schedule::refuse},
        {1, &schedule::retire}};
    static constexpr auto all =
        std::accumulate(std::begin(acts), std::end(acts), size_t{0},
                        [](size_t sum, const weighted_act& one) { return sum + one.weight; });
    auto left = dice_.below(all);
    const auto* chosen = std::begin(acts);
    for (; left >= chosen->weight; ++chosen)
      left -= chosen->weight;
    (this->*chosen->act)();
    if (dice_.one_in(3))
      return; // the next one comes while messages are on their way
    settle();
    if (dice_.one_in(2))
      check_all();
  }

  /// Lets all go well until nothing is left to do.
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

  /// Checks that each number answers a new command without an error.
  void ask_everybody() {
    for (auto number = 1; number <= numbers; ++number) {
      ask({target::kind::relative, number}, askers.front());
      auto over = std::vector<test::asked_command>{};
      for (auto round = 0; round < 200 && over.empty(); ++round)
        over = help_all();
      REQUIRE(over.size() == 1);
      CHECK(*over.front().error == "");
    }
  }

private:
  template <class All>
  auto* any_of(All& all) {
    return all.empty() ? nullptr : &all[dice_.below(all.size())];
  }

  played_asker* any_asker(bool busy) {
    auto* one = any_of(askers);
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

  void ask_somebody() {
    if (auto* asker = any_asker(false))
      ask(any_target(), *asker);
  }

  void ask_proxy() {
    static constexpr errc refusals[] = {errc::process_gone, errc::process_busy,
                                        errc::no_descriptors};
    auto* one = any_of(dice_.one_in(3) ? gone : workers);
    if (one == nullptr || !(*one)->has_question())
      return;
    auto refusal = std::optional<errc>{};
    if (dice_.one_in(6))
      refusal = refusals[dice_.below(std::size(refusals))];
    (*one)->answer_question(refusal);
  }

  /// Lets a worker go on with one of its commands, or close a channel.
  void work() {
    read_commands();
    auto* one = any_of(workers);
    auto* channel = one == nullptr ? nullptr : any_of((*one)->channels);
    if (channel == nullptr)
      return;
    auto& end = **channel;
    if (!end.runs().empty() && dice_.one_in(2))
      end.finish();
    else
      end.answer_part(dice_.below(end.left() + 1));
    end.flush(dice_.one_in(3) ? dice_.below(end.unsent() + 1) : std::string::npos);
    auto has_left = end.is_done() && !(*one)->takes_more;
    if (has_left || dice_.one_in(16))
      (*one)->channels.erase((*one)->channels.begin() + (channel - (*one)->channels.data()));
  }

  void cancel() {
    if (auto* asker = any_asker(true))
      asker->cancel();
  }

  /// Lets a client give up when its answer has come, but is unread: its runner has another command
  /// by then.
  void cross() {
    auto* leaving = any_asker(true);
    auto* coming = any_asker(false);
    if (leaving == nullptr || coming == nullptr)
      return;
    read_commands();
    finish(leaving->command().text);
    ask(leaving->command().where, *coming);
    leaving->cancel();
  }

  void walk_away() {
    if (auto* asker = any_of(askers); dice_.one_in(2))
      asker->leave(system);
  }

  void credit() {
    if (auto* asker = any_asker(true))
      asker->credit(dice_.one_in(2) ? reply_window : dice_.below(reply_window));
  }

  void pass_time() { pass(std::chrono::milliseconds{dice_.below(dice_.one_in(4) ? 11'000 : 400)}); }

  void fall_silent() {
    if (auto* one = any_of(workers))
      (*one)->mute = dice_.one_in(4);
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

  /// Lets a worker, mostly one that leaves, take no more commands.
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

  test::dice dice_;
};

} // namespace

TEST_CASE("random schedules of commands, reloads and failures leave no command without its end") {
  constexpr auto rounds = 4;
  constexpr auto steps = 40;
  test::run_schedules([](uint64_t seed) {
    auto run = schedule{seed};
    for (auto round = 0; round < rounds; ++round) {
      for (auto left = steps; left > 0; --left)
        run.step();
      run.calm_down();
      run.ask_everybody();
    }
  });
}

} // namespace mw::command_schedule_test

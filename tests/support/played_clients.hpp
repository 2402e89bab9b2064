// The sessions of random schedules of commands, with the service that they ask; every answer is
// checked as it comes.
#pragma once

#include "tests/support/played_service.hpp"

#include <deque>

namespace mw::test {

class played_clients : public played_service {
public:
  explicit played_clients(size_t count) {
    while (askers.size() < count)
      askers.emplace_back(system);
  }

  bool is_busy() const {
    return std::any_of(askers.begin(), askers.end(),
                       [](const auto& asker) { return asker.is_busy(); });
  }

  /// The pool finds whom it must find.
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
    if (!members.empty() && !where.is_group())
      CHECK(asker.command().lease.process == members.back());
  }

  /// Nothing is on its way.
  void check_all() {
    auto wanted = std::set<std::string>{};
    for (auto& asker : askers) {
      if (auto over = asker.read())
        check(*over);
      asker.nothing_is_late();
      if (asker.is_busy())
        wanted.insert(asker.command().text);
    }
    read_commands();
    for (const auto& one : workers)
      for (const auto& channel : one->channels)
        if (one->takes_more && !channel->runs().empty())
          CHECK(wanted.contains(channel->runs())); // else its channel is closed
  }

  /// The workers answer this command to the end.
  void finish(const std::string& command) {
    for (auto& one : workers)
      for (auto& channel : one->channels)
        if (channel->runs() == command) {
          channel->finish();
          channel->flush();
        }
    settle();
  }

  /// Everybody does all that is asked of him. The commands that are over now.
  std::vector<asked_command> help_all() {
    answer_questions();
    settle();
    work_applet();
    read_commands();
    for (auto& one : workers)
      for (auto& channel : one->channels) {
        if (!channel->runs().empty())
          channel->finish();
        channel->flush();
      }
    settle();
    return credit_all();
  }

  std::deque<played_asker> askers;

private:
  void answer_questions() {
    for (auto* all : {&workers, &gone})
      for (auto& one : *all) {
        one->mute = false;
        while (one->has_question())
          one->answer_question();
      }
  }

  std::vector<asked_command> credit_all() {
    auto all = std::vector<asked_command>{};
    for (auto& asker : askers) {
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

  void check(const asked_command& over) {
    INFO(to_string(over.where) << " " << over.text << ": [" << over.got.substr(0, 400) << "] "
                               << *over.error);
    if (over.where.is_group())
      check_group(over);
    else
      check_single(over, ran[over.text]);
  }

  uint64_t asked_ = 0;
};

} // namespace mw::test

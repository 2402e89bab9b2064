// A serving master that is asked to reload; the test plays router, loader, workers and askers.
#pragma once

#include "tests/support/master_fixture.hpp"

#include <string>
#include <vector>

namespace mw::test {

class reload_fixture : public master_fixture {
public:
  using results = std::vector<reload_result>;

  explicit reload_fixture(int32_t workers = 2) { serve(share(plan_of(workers))); }

  /// Asks; the answer is added to `answers` when it has come.
  void ask(bool hard = false) {
    caf::anon_send(asker_, hard);
    settle();
  }

  /// The loader has read the configuration: a plan with so many workers.
  void loads(int32_t workers) { loads(share(plan_of(workers))); }

  void loads(const plan_ptr& plan) { loader_answers({{plan}, {}}); }

  void refuses(const std::string& why) { loader_answers({{}, why}); }

  /// Whether a configuration is asked for, and has not been answered yet.
  bool is_loading() const { return !loader.empty(); }

  results answers;

private:
  using asking_actor = protocol<caf::result<void>(bool)>;

  /// Asks for the test, any number of times at once.
  class asking_state {
  public:
    using handle = asking_actor;
    static constexpr const char* name = "asker";

    asking_state(host<handle>* self, reload_fixture& test) : self_(self), test_(test) {}

    handle::behavior_type make_behavior() {
      return {[this](bool hard) {
        self_->request(test_.master, caf::infinite, reload{hard})
            .then([this](const reload_result& result) { test_.answers.push_back(result); },
                  [](const caf::error&) {});
      }};
    }

  private:
    host<handle>* self_;
    reload_fixture& test_;
  };

  asking_actor asker_ = spawn<asking_state>(*this);
};

} // namespace mw::test

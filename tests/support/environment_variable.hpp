// A variable of the environment, for as long as this lives.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

namespace mw::test {

class environment_variable {
public:
  /// Sets the variable; without a value it is unset.
  environment_variable(std::string name, const std::optional<std::string>& value)
      : name_(std::move(name)) {
    if (const auto* before = std::getenv(name_.c_str()))
      before_ = before;
    put(value);
  }

  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;

  ~environment_variable() { put(before_); }

private:
  void put(const std::optional<std::string>& value) const {
    if (value)
      ::setenv(name_.c_str(), value->c_str(), 1);
    else
      ::unsetenv(name_.c_str());
  }

  std::string name_;
  std::optional<std::string> before_;
};

} // namespace mw::test

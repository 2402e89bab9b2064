// Texts about workers that do not answer: see channel_errors.hpp.
#include "actors/runners/channel_errors.hpp"

#include <fmt/format.h>

#include <optional>

namespace mw {

namespace {

/// The code of an error that one of our components answered; nothing for CAF's own.
std::optional<errc> our_code(const caf::error& error) {
  if (error.category() != caf::atom("mw"))
    return std::nullopt;
  return static_cast<errc>(error.code());
}

} // namespace

bool is_process_gone(const caf::error& error) {
  return our_code(error) == errc::process_gone || error == caf::sec::request_receiver_down;
}

std::string why_no_channel(const process_key& process, const caf::error& error) {
  auto reason = std::string{"its proxy does not answer"};
  if (auto code = our_code(error))
    reason = to_string(*code);
  else if (error == caf::sec::request_receiver_down)
    reason = to_string(errc::process_gone);
  return fmt::format("{} cannot be reached: {}", to_string(process), reason);
}

} // namespace mw

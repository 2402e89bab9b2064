// The answer to `show info`, in each of its forms.
#pragma once

#include "actors/worker/show/info_field.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace mw::worker {

/// Options of `show info [desc|json|typed|float]*`.
struct info_options {
  enum class form : uint8_t { plain, typed, json };
  form shape = form::plain;
  bool descriptions = false; ///< has no effect on json
  bool exact_times = false;

  friend bool operator==(const info_options&, const info_options&) = default;
};

/// From the words behind `show info`: the last form wins, and unknown words are skipped, as in
/// HAProxy.
info_options parse_info_options(std::span<const std::string> words);

/// `process`: the number by which clients tell workers apart, the relative PID.
std::string show_info(std::span<const info_field> fields, unsigned process,
                      const info_options& options);

} // namespace mw::worker

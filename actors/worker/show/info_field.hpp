// The fields of `show info`: which there are, and their values at one moment.
#pragma once

#include "actors/worker/base/worker_context.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mw::worker {

/// HAProxy's types str, u32, u64 and flt.
using info_value = std::variant<std::string, uint32_t, uint64_t, double>;

struct info_field {
  unsigned position = 0;        ///< HAProxy's number of this field; own ones count from 1000
  std::string_view name;        ///< HAProxy's, if it has the field
  std::string_view tags;        ///< origin, nature, scope and persistence
  std::string_view description; ///< one sentence for people
  info_value value;
};

/// In the order of their positions. A field that HAProxy has but that means nothing here is left
/// out. `exact_times`: times with their fractions of a second, as flt.
std::vector<info_field> info_fields(const worker_context& worker, const readings& now,
                                    bool exact_times);

} // namespace mw::worker

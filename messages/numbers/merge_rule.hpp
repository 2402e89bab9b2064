// How one field's values of several workers become one: by the field's nature, and where that would
// be wrong, by its name.
#pragma once

#include "messages/numbers/typed_output.hpp"

namespace mw {

enum class merge_rule : uint8_t {
  counter,    ///< the sum, with the counts of workers that are gone
  sum,        ///< the sum of what there is or happens now
  capacity,   ///< the sum of limits; 0, no limit, if one is 0
  maximum,    ///< the greatest value, also of durations and of 0 or 1
  minimum,    ///< the least value, also of dates
  age,        ///< the minimum, without -1: never
  average,    ///< weighted by another field, see weight_of()
  equal,      ///< the value that all have; else none
  of_current, ///< the value that all current workers have; else none
  uptime,     ///< `0d 0h00m10s`: follows from Uptime_sec
};

/// The rule of a field. `kind` is that of the row, see row_key.
merge_rule rule_of(report what, char kind, const typed_field& field);

/// The field of the same row by which an average is weighted; empty if there is none.
std::string_view weight_of(report what, std::string_view field);

} // namespace mw

// How one field's values of several workers become one: by the field's nature, and where that would
// be wrong, by its name.
#pragma once

#include "messages/numbers/typed_output.hpp"

namespace mw {

enum class merge_rule : uint8_t {
  counter,    ///< the sum; what workers that are gone have counted belongs to it
  sum,        ///< of what there is now, or happens now
  capacity,   ///< the sum of limits; one that is 0 is none, and then there is none
  maximum,    ///< also of durations, and of what is 0 or 1
  minimum,    ///< also of dates
  age,        ///< the minimum, without -1: never
  average,    ///< by another field, see weight_of()
  equal,      ///< the value that all have; else none
  of_current, ///< the value that all current workers have; else none
  uptime,     ///< `0d 0h00m10s`: follows from Uptime_sec
};

/// `kind`: of the row, see row_key.
merge_rule rule_of(report what, char kind, const typed_field& field);

/// The field of the same row by which an average is weighted; empty: none.
std::string_view weight_of(report what, std::string_view field);

} // namespace mw

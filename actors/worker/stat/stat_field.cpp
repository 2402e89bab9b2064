// The columns of `show stat`: see stat_field.hpp.
#include "actors/worker/stat/stat_field.hpp"

#include "actors/worker/stat/stat_columns.hpp"

#include <algorithm>

namespace mw::worker {

namespace {

/// Sums over servers, which HAProxy tags as such.
constexpr std::array sums_of_backends{column("act"), column("bck"), column("rate"),
                                      column("rate_max")};

} // namespace

const stat_column& column_at(size_t position) {
  return stat_columns[position];
}

std::string_view tags_of(stat_kind kind, size_t position) {
  bool is_sum = kind == stat_kind::backend &&
                std::find(sums_of_backends.begin(), sums_of_backends.end(), position) !=
                    sums_of_backends.end();
  return is_sum ? "MGP" : stat_columns[position].tags;
}

} // namespace mw::worker

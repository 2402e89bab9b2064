// What the master must know of a configuration that is HAProxy's to read and to check.
#pragma once

#include "actors/config/text/conditions.hpp"
#include "actors/config/text/source.hpp"
#include "actors/config/values/config.hpp"

#include <string>
#include <vector>

namespace mw::config {

/// The few keywords of `global` that concern the master, and the sections `program`. All else,
/// mistakes too, is the worker's business: it says what is wrong. What stands below a condition
/// that nobody knows the verdict on is not looked at.
struct haproxy_config {
  configuration values;
  /// Places in the list of sources: those with lines that only a master takes: `master-worker`,
  /// with which a worker would become a master itself, and programs. These lines are empty now.
  std::vector<size_t> rewritten;
  /// Mistakes in the programs, in the form of parse_config().
  std::vector<std::string> mistakes = {};
};

/// `environment` (NAME=value) is what `${NAME}` sees at the start. `judge` is asked about
/// conditions with lines below them that matter here.
haproxy_config read_haproxy_config(std::vector<source>& sources,
                                   std::vector<std::string> environment,
                                   const condition_judge& judge = {});

} // namespace mw::config

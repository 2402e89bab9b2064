// Reads the sections `defaults`, `frontend`, `backend` and `listen`, line by line.
#pragma once

#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/section.hpp"
#include "actors/config/values/config.hpp"

#include <deque>
#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Gathers what the sections say; parser feeds it. Errors are without the line's place,
/// but those of finish().
class proxy_parser {
public:
  using arguments = std::span<const std::string>;

  /// Begins a section. One whose line is wrong is read, so that its other mistakes are found, and
  /// forgotten: then `valid` is false.
  proxy_result begin(const section_kind& kind, arguments words, const config_place& place,
                     bool valid);

  /// One line of the section that was begun. Its first word is one of HAProxy's keywords.
  proxy_result read(arguments words, negation negated, const config_place& place,
                    const environment& variables, std::vector<std::string>& warnings);

  /// Completes the proxies and puts them and the warnings into `out`. The errors are those that
  /// concern several lines, with their places.
  std::vector<std::string> finish(configuration& out);

private:
  tl::expected<const proxy_draft*, std::string> base_of(const section_kind& kind, arguments words,
                                                        const config_place& place) const;

  std::deque<proxy_draft> defaults_; ///< in the order of the files
  std::deque<proxy_draft> proxies_;
  proxy_draft forgotten_; ///< of a section whose line was wrong
  proxy_draft* now_ = nullptr;
};

} // namespace mw::config

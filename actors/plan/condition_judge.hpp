// What HAProxy makes of the conditions (`.if`) in its configuration.
#pragma once

#include "actors/config/text/conditions.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace mw {

/// Time for one answer of HAProxy, which takes some 15 ms; a program that takes this long is
/// another.
inline constexpr auto judge_time_limit = std::chrono::seconds{5};

/// A judge that runs `<path> <options> -cc <condition>` for each question and waits for its end.
/// HAProxy before 2.4 does not know `-cc`: then nothing is known.
config::condition_judge ask_haproxy(std::string path, std::vector<std::string> options);

} // namespace mw

// Versions of the program and its libraries: see version.hpp.
#include "actors/command_line/version.hpp"

#include <asio/version.hpp>
#include <caf/config.hpp>
#include <fmt/format.h>
#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include <string_view>

namespace mw {

namespace {

constexpr std::string_view compiler =
#if defined(__clang__)
    "clang " __clang_version__;
#else
    "gcc " __VERSION__;
#endif

constexpr std::string_view sanitizer =
#if defined(__SANITIZE_ADDRESS__)
    "address";
#elif defined(__SANITIZE_THREAD__)
    "thread";
#else
        "none";
#endif

std::string triple(int major, int minor, int patch) {
  return fmt::format("{}.{}.{}", major, minor, patch);
}

std::string library_lines() {
  return fmt::format(
      "Built with CAF version : {}\n"
      "Built with asio version : {}\n"
      "Built with fmt version : {}\n"
      "Built with nlohmann-json version : {}\n"
      "Built with tl-expected version : {}\n",
      triple(CAF_VERSION / 10000, CAF_VERSION / 100 % 100, CAF_VERSION % 100),
      triple(ASIO_VERSION / 100000, ASIO_VERSION / 100 % 1000, ASIO_VERSION % 100),
      triple(FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100),
      triple(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH),
      triple(TL_EXPECTED_VERSION_MAJOR, TL_EXPECTED_VERSION_MINOR, TL_EXPECTED_VERSION_PATCH));
}

} // namespace

std::string version_line() {
  return "mw-actors version " MW_VERSION " - master process with HAProxy's master CLI\n";
}

std::string build_report() {
  return fmt::format("{}Built with compiler : {}\n"
                     "Sanitizer : {}\n"
                     "{}"
                     "CLI addresses : unix abns abnsz ipv4 ipv6 fd sockpair\n"
                     "Feature list : +ABNS +SOCKPAIR +SYSTEMD +SSL +RELAY\n",
                     version_line(), compiler, sanitizer, library_lines());
}

} // namespace mw

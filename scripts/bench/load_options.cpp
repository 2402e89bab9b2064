// The load generator's command line.
#include "scripts/bench/load_options.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace mw::bench {

namespace {

const std::map<std::string, load_mode> modes{
    {"interactive", load_mode::interactive},
    {"connect", load_mode::connect},
};

const std::map<std::string, prompt_mode> prompt_modes{
    {"silent", prompt_mode::silent},
    {"prompt", prompt_mode::prompt},
};

/// Values of the command line before they become options: texts and seconds.
struct raw_values {
  double seconds = 5;
  double patience = 5;
  double slice = 0.1;
};

void declare(CLI::App& app, load_options& out, raw_values& raw) {
  app.add_option("--socket", out.socket, "Path of the CLI's unix socket")->required();
  app.add_option("--command", out.command, "The command to send, without its newline")
      ->capture_default_str();
  app.add_option("--sessions", out.sessions, "Sessions at once")
      ->check(CLI::Range(1U, 100'000U))
      ->capture_default_str();
  auto* seconds = app.add_option("--seconds", raw.seconds, "How long to measure")
                      ->check(CLI::Range(0.01, 600.0))
                      ->capture_default_str();
  app.add_option("--commands", out.commands, "How many commands to send in all, instead")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
      ->excludes(seconds);
  app.add_option("--mode", out.mode, "interactive or connect (one connection per command)")
      ->transform(CLI::CheckedTransformer(modes));
  app.add_option("--prompt-mode", out.prompt, "silent or prompt: how an answer ends")
      ->transform(CLI::CheckedTransformer(prompt_modes));
  app.add_option("--end", out.end, "The text that ends an answer, instead of the prompt mode's");
  app.add_option("--patience", raw.patience, "Seconds without any answer that are an error")
      ->check(CLI::Range(0.01, 600.0))
      ->capture_default_str();
  auto* settings =
      app.add_option("--settings", out.settings,
                     "Two commands: compares the rates behind one and the other, said by turns")
          ->expected(2);
  app.add_option("--slice", raw.slice, "Seconds that each setting is measured at a time")
      ->needs(settings)
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  app.add_flag("--json", out.json, "Print one JSON object");
}

std::chrono::milliseconds from_seconds(double seconds) {
  return std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
}

} // namespace

tl::expected<load_options, int> read_options(int argc, const char* const* argv) {
  CLI::App app{"Sends one command to a CLI socket again and again, and says how long it took."};
  load_options out;
  raw_values raw;
  declare(app, out, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(app.exit(error));
  }
  out.duration = from_seconds(raw.seconds);
  out.patience = from_seconds(raw.patience);
  out.slice = from_seconds(raw.slice);
  if (out.end.empty())
    out.end = out.prompt == prompt_mode::prompt ? "> " : "\n\n";
  return out;
}

} // namespace mw::bench

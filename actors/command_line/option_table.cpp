// The table of options: see option_table.hpp.
#include "actors/command_line/option_table.hpp"

#include "actors/command_line/cli_socket_option.hpp"
#include "actors/command_line/version.hpp"
#include "actors/common/find_named.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <iterator>
#include <limits>

namespace mw {

namespace {

constexpr unsigned most_workers = 64;

using done = std::optional<end_now>;

/// Sets a flag of master_options.
template <bool master_options::*Flag>
done set_flag(master_options& options, const option_entry&, const std::string&) {
  options.*Flag = true;
  return std::nullopt;
}

/// Keeps an argument; the last one wins.
template <std::string master_options::*Text>
done set_text(master_options& options, const option_entry& entry, const std::string& value) {
  if (value.empty())
    return usage_error(fmt::format("option '{}' expects {}, got ''", entry.name, entry.argument));
  options.*Text = value;
  return std::nullopt;
}

done add_bind(master_options& options, const option_entry&, const std::string& value) {
  auto bind = parse_cli_socket(value);
  if (!bind)
    return usage_error(std::move(bind.error()));
  std::ranges::move(useless_options(*bind), std::back_inserter(options.warnings));
  options.binds.push_back(std::move(*bind));
  return std::nullopt;
}

done add_config(master_options& options, const option_entry& entry, const std::string& value) {
  if (value.empty())
    return usage_error(fmt::format("option '{}' expects {}, got ''", entry.name, entry.argument));
  options.config_paths.push_back(value);
  return std::nullopt;
}

done set_nbproc(master_options& options, const option_entry& entry, const std::string& value) {
  options.nbproc = net::parse_number(value, 1U, most_workers);
  if (options.nbproc)
    return std::nullopt;
  return usage_error(fmt::format("option '{}' expects a number from 1 to {}, got '{}'", entry.name,
                                 most_workers, config::printable(value)));
}

/// Sets a flag that HAProxy's processes have too.
template <bool master_options::*Flag>
done pass_flag(master_options& options, const option_entry& entry, const std::string&) {
  options.*Flag = true;
  options.worker_words.emplace_back(entry.name);
  return std::nullopt;
}

done set_debug(master_options& options, const option_entry& entry, const std::string&) {
  options.worker_words.emplace_back(entry.name);
  options.foreground = true;
  options.verbose = true;
  return std::nullopt;
}

/// systemd waits for its service in the foreground.
done set_notify(master_options& options, const option_entry&, const std::string&) {
  options.foreground = true;
  options.notify = true;
  options.as_master = true;
  return std::nullopt;
}

/// For HAProxy's processes; the built-in worker has no use for it.
done pass_text(master_options& options, const option_entry& entry, const std::string& value) {
  options.worker_words.insert(options.worker_words.end(), {std::string{entry.name}, value});
  options.without_worker.push_back(
      fmt::format("option '{} {}' has no effect here", entry.name, config::printable(value)));
  return std::nullopt;
}

done pass_number(master_options& options, const option_entry& entry, const std::string& value) {
  if (!net::parse_number(value))
    return usage_error(fmt::format("option '{}' expects a number, got '{}'", entry.name,
                                   config::printable(value)));
  return pass_text(options, entry, value);
}

done set_transfer(master_options& options, const option_entry&, const std::string& value) {
  options.no_transfer = value == "/dev/null";
  options.transfer_from = options.no_transfer ? std::string{} : value;
  options.without_worker.push_back(
      fmt::format("option '-x {}' has no effect here", config::printable(value)));
  return std::nullopt;
}

template <int Signal>
done add_old_pid(master_options& options, const option_entry& entry, const std::string& value) {
  auto pid = net::parse_number(value, 1U, unsigned{std::numeric_limits<pid_t>::max()});
  if (!pid)
    return usage_error(
        fmt::format("option '{}' expects pids, got '{}'", entry.name, config::printable(value)));
  options.old_pids.push_back(static_cast<pid_t>(*pid));
  options.old_signal = Signal;
  return std::nullopt;
}

/// Command line with which HAProxy is asked, if `--worker` stands before the option.
std::vector<std::string> question(const master_options& options, const option_entry& entry,
                                  const std::string& value = {}) {
  if (options.worker.empty())
    return {};
  auto words = std::vector{options.worker, std::string{entry.name}};
  if (!entry.argument.empty())
    words.push_back(value);
  return words;
}

/// HAProxy does not know the long name.
done print_version(master_options& options, const option_entry&, const std::string&) {
  return end_now{0, version_line(), question(options, *find_option("-v"))};
}

done print_report(master_options& options, const option_entry& entry, const std::string&) {
  return end_now{0, build_report(), question(options, entry)};
}

/// Scripts ask so whether HAProxy has a feature.
done check_condition(master_options& options, const option_entry& entry, const std::string& value) {
  if (options.worker.empty())
    return usage_error("option '-cc' is answered by HAProxy, and needs --worker in front of it");
  return end_now{0, {}, question(options, entry, value)};
}

done print_help(master_options&, const option_entry&, const std::string&) {
  return end_now{0, options_help()};
}

constexpr std::array options_table{
    option_entry{"-S", "<address>[,<option>[,<value>]]...", "a master CLI; repeatable", add_bind},
    option_entry{"-f", "<file|dir>", "a configuration; repeatable; of a directory its *.cfg",
                 add_config},
    option_entry{"--nbproc", "<n>", "number of workers, 1 to 64; wins over the configuration",
                 set_nbproc},
    option_entry{"--worker", "<program>",
                 "runs this HAProxy as worker, instead of the built-in one",
                 set_text<&master_options::worker>},
    option_entry{"-D", {}, "goes to the background", set_flag<&master_options::daemon>},
    option_entry{"-d", {}, "stays in the foreground and says more", set_debug},
    option_entry{"-db", {}, "stays in the foreground", set_flag<&master_options::foreground>},
    option_entry{"-q", {}, "says less", pass_flag<&master_options::quiet>},
    option_entry{"-V", {}, "says more", pass_flag<&master_options::verbose>},
    option_entry{
        "-c", {}, "checks the configuration and ends", set_flag<&master_options::check_only>},
    option_entry{"--reload",
                 {},
                 "asks the master at -S to reload, waits, and fails if that does",
                 set_flag<&master_options::ask_reload>},
    option_entry{"-C", "<dir>", "goes to this directory before it opens files",
                 set_text<&master_options::change_to>},
    option_entry{"-p", "<file>", "writes the master's pid to this file",
                 set_text<&master_options::pid_file>},
    option_entry{"--actor-trace", "<file>", "writes the messages of the actors to this file",
                 set_text<&master_options::trace_file>},
    option_entry{"-W",
                 {},
                 "master-worker mode, which is the only one",
                 set_flag<&master_options::as_master>},
    option_entry{"-Ws", {}, "stays in the foreground and tells systemd how it is", set_notify},
    option_entry{"-x", "<address>",
                 "with --worker: the first ones get their sockets from the process that serves it; "
                 "/dev/null: all bind them themselves",
                 set_transfer},
    option_entry{"-sf", pid_list, "tells these to finish once the workers are ready",
                 add_old_pid<SIGUSR1>},
    option_entry{"-st", pid_list, "tells these to end once the workers are ready",
                 add_old_pid<SIGTERM>},
    option_entry{"-n", "<maxconn>", "for HAProxy as worker", pass_number},
    option_entry{"-N", "<maxconn>", "for HAProxy as worker", pass_number},
    option_entry{"-m", "<megabytes>", "for HAProxy as worker", pass_number},
    option_entry{"-L", "<name>", "for HAProxy as worker", pass_text},
    option_entry{"-cc", "<condition>", "behind --worker: HAProxy tells whether it holds",
                 check_condition},
    option_entry{"-v", {}, "prints the version; -vv: and what it was built with", print_version},
    option_entry{"-vv", {}, {}, print_report},
    option_entry{"--version", {}, {}, print_version},
    option_entry{"--help", {}, "prints this; also -h", print_help},
    option_entry{"-h", {}, {}, print_help},
};

std::string help_line(const option_entry& entry) {
  constexpr size_t column = 24;
  auto left = fmt::format("  {} {}", entry.name, entry.argument);
  auto gap = left.size() < column ? std::string(column - left.size(), ' ')
                                  : '\n' + std::string(column, ' ');
  return fmt::format("{}{}{}\n", left, gap, entry.help);
}

} // namespace

const option_entry* find_option(std::string_view name) {
  return find_named(options_table, name);
}

std::string options_help() {
  std::string text = "Usage: mw-actors -S <address>[,<option>...] ... -f <file|dir> ... [options]"
                     " [-- <file|dir>...]\n\n";
  for (const auto& entry : options_table)
    if (!entry.help.empty())
      text += help_line(entry);
  return text + help_line({"-dM, -de, -dp, ...", {}, "debug flags for HAProxy as worker", {}}) +
         help_line({"--", "<file|dir>...", "all that follows is configuration", {}});
}

end_now usage_error(std::string line) {
  return {1, std::move(line) + '\n'};
}

} // namespace mw

// The differences that are meant: see differences.hpp.
#include "tests/system/difference/differences.hpp"

#include "tests/system/difference/difference_rules.hpp"

namespace mw::test {

std::span<const difference> differences() {
  static const auto table = std::vector<difference>{
      {"an error in a line", "closes the connection",
       "drops the rest of the line; the next one runs, as since 2.8", closed_by_error},
      {"prefixes `@@`, `@*`", "unknown", "known", new_prefix},
      {"the severity of a master's answer", "never shown", "shown as the session wants it",
       severity},
      {"`mcli-debug-mode`", "opens a worker's commands on the master", "those are the workers' own",
       debug_mode},
      {"an empty command", "all commands are listed", "an empty answer, as since 2.8",
       empty_command},
      {"an unknown command", "the answer does not repeat its word",
       "it does, as since 3.0, and lists other commands", unknown_to_master},
      {"`help` of the master", "its commands", "ours", help_of_master},
      {"`show env`, `show startup-logs`", "not on the master", "as since 3.1",
       new_command({"show env", "show startup-logs"})},
      {"`set severity-output`", "not on the master", "a word of the session, as since 3.0",
       new_word("set severity-output")},
      {"`set timeout cli` at the master", "unknown",
       "a word of the session, which limits its commands on workers", new_word("set timeout cli")},
      {"`set timeout cli` with a worker as target", "goes to the worker, to no effect",
       "a word of the session", worker_sees_timeout},
      {"`show proc`", "five columns, and programs",
       "six, with the relative PID: there are several workers", process_table},
      {"`show proc` of a user", "allowed", "needs operator, as since 3.1", process_table_denied},
      {"`show cli sockets` on the master", "empty", "lists the `-S` sockets", sockets_of_master},
      {"`show cli sockets` of a worker", "its control pair with the master comes last",
       "it comes first, because its file is read first", sockets_of_worker},
      {"expert mode, then a lower level", "an error in front of each answer",
       "the modes end with the level", modes_above_level},
      {"words behind `prompt`", "ignored", "as since 3.2", prompt_words},
      {"a prompt behind `quit`", "printed", "not printed, as in 3.5", prompt_at_quit},
      {"`<<` glued to a word; with blanks behind it", "a payload's mark; not one",
       "not one; a payload's mark, as since 2.9", payload_mark},
      {"CRLF", "partly", "accepted everywhere; payload data keeps it", carriage_return},
  };
  return table;
}

} // namespace mw::test

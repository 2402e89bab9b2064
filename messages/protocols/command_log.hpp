// The protocol of the command log: one line for every command of the CLI.
#pragma once

#include "messages/base/protocol.hpp"
#include "messages/cli/level.hpp"
#include "messages/protocols/reply.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mw {

/// A command that is over. Its payload is not in it.
struct command_record {
  command_id id = 0;
  std::string peer; ///< the client: `uid=0 pid=4711`, `uid=- pid=-`
  std::string level;
  std::string target; ///< as typed, or the session's default: `@1`, `@!5249`, `master`
  std::string text;   ///< the command behind its prefix
  std::string result; ///< `ok`, or the error line that the client got
  int64_t microseconds = 0;
  end_status status = end_status::ok; ///< the result in a word

  friend bool operator==(const command_record&, const command_record&) = default;
};

MW_MESSAGE(command_record, id, target, result, microseconds)

/// Asks for the records that are kept for the command log.
struct records_due {};

MW_MESSAGE(records_due)

struct command_records;

/// An actor that keeps records until they are due: a session.
using record_keeper_actor = protocol<
    // From the command log. The answer has none if there are none.
    caf::result<command_records>(records_due)>;

/// Brings commands of one session, the oldest first. A message for each would be a third of the
/// work of a quick command.
struct command_records {
  std::vector<command_record> all;
  record_keeper_actor keeper = {}; ///< keeps the next records until they are due; null: no actor
                                   ///< does
};

MW_MESSAGE(command_records, all)

/// Prints the records of sessions, several lines at a time: no command waits for the log.
using command_log_actor = protocol<
    // From a session.
    caf::result<void>(command_records)>;

/// Prints a record as one line, without label and LF: `CLI uid=0 pid=4711 level=admin target=@1
/// command="show info" result="ok" time=0.412ms id=17`; the id is what `actor-trace command` takes.
/// Long texts are cut; within quotation marks `"` and `\` have a `\` in front.
std::string to_log_line(const command_record& record);

} // namespace mw

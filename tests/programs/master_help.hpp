// The list of the master's `help` for an administrator.
#pragma once

namespace mw::test {

/// The lines of the list, without the line in front and the empty one behind.
constexpr auto master_help_lines =
    "  @!<pid>                                 : send a command to the <pid> process\n"
    "  @<relative pid>                         : send a command to the <relative pid> process\n"
    "  @master                                 : send a command to the master process\n"
    "  @* | @old | @all | @<n>,<n>             : send a command to all current, old, all, or some "
    "workers\n"
    "  @* merge [current] show info|stat       : one set of numbers of all those workers\n"
    "  @@<target> [<commands>]                 : open a two-way session with that process\n"
    "  echo <text>                             : print text to the output\n"
    "  hard-reload                             : replace all workers, the old ones end at once\n"
    "  operator                                : lower the level of the current CLI session to "
    "operator\n"
    "  reload                                  : replace all workers, the old ones finish what "
    "they do\n"
    "  set timeout cli <delay>                 : limit the time of this session's commands\n"
    "  show cli level                          : display the level of the current CLI session\n"
    "  show cli sockets                        : dump list of cli sockets\n"
    "  show env [var]                          : dump environment variables known to the process\n"
    "  show events [-w] [-n] [json]            : show what has happened to workers and sessions, "
    "and what happens\n"
    "  show metrics                            : show the numbers of master and workers for "
    "Prometheus\n"
    "  show proc [debug | json]                : show processes status\n"
    "  show programs                           : show what runs beside the workers\n"
    "  show startup-logs                       : show the messages of the last start or reload\n"
    "  show version                            : show version of the current process\n"
    "  show workers                            : show what workers do and why the last ones "
    "ended\n"
    "  user                                    : lower the level of the current CLI session to "
    "user\n"
    "  actor-trace [off | on | size <n>]       : show or change what is recorded of the actors' "
    "messages\n"
    "  actor-trace command <id>                : show all that a command has caused, as a tree\n"
    "  actor-trace diagram <id>                : show the same as a Mermaid sequence diagram\n"
    "  actor-trace dump                        : dump all messages as JSON for Perfetto\n"
    "  actor-trace follow [<filter>...]        : show messages as they are handled, until Enter\n"
    "  actor-trace last [<n>] [<filter>...]    : show the last messages\n"
    "  set trace-id on|off                     : show the commands' ids in the prompt\n"
    "  show actors                             : show mailbox, work and thread of each actor\n"
    "  help [<command>]                        : list matching or all commands\n"
    "  prompt [help | i | p | timed]*          : toggle interactive mode with prompt\n"
    "  quit                                    : disconnect\n";

} // namespace mw::test

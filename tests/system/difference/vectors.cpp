// The recorded conversations: see vectors.hpp.
#include "tests/system/difference/vectors.hpp"

namespace mw::test {

namespace {

constexpr auto end = after::end;
constexpr auto open = after::open;
constexpr auto half_close = after::half_close;
constexpr auto two_way = after::two_way;

constexpr auto cr_lf = std::string_view{"CRLF"};
constexpr auto pipelined_error = std::string_view{"error in a pipelined batch"};

constexpr auto too_many_words =
    std::string_view{"echo w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 w16 w17 w18 w19 "
                     "w20 w21 w22 w23 w24 w25 w26 w27 w28 "
                     "w29 w30 w31 w32 w33 w34 w35 w36 w37 w38 w39 w40 w41 w42 w43 w44 w45 w46 w47 "
                     "w48 w49 w50 w51 w52 w53 w54 w55 w56 "
                     "w57 w58 w59 w60 w61 w62 w63\n"};

#define NO_TARGET(prefix) "Can't find the target PID matching the prefix '" prefix "'\n"

const auto recorded = std::vector<vector>{
    {1, "one local command", {{"show version\n", "{VER}\n\n"}}},
    {2, "two on a line", {{"show version;show cli level\n", "{VER}\n\nadmin\n\n"}}},
    {3, "spaces around", {{"   show   version  ;  show cli level  \n", "{VER}\n\nadmin\n\n"}}},
    {4, "tab separators", {{"show\tversion\n", "{VER}\n\n"}}},
    {5, "empty line", {{"\n", "\n"}}},
    {6, "two empty commands", {{";;\n", "\n\n\n"}}},
    {7, "trailing semicolon", {{"show version;\n", "{VER}\n\n\n"}}},
    {8, "no newline, half close", {{"show version", ""}}, half_close},
    {9, "newline then half close", {{"show version\n", "{VER}\n\n"}}, half_close},
    {10, "CRLF local", {{"show version\r\n", "{VER}\n\n"}}, open, cr_lf},
    {11, "CRLF worker", {{"@1 show version\r\n", "{VER}\n\n"}}, open, cr_lf},
    {12, "CRLF bare prefix", {{"@1\r\n", ""}}, open, cr_lf},
    {13, "case", {{"SHOW VERSION\n", "{UNKNOWN SHOW VERSION}\n\n"}}},
    {14, "worker cmd", {{"@1 show version\n", "{VER}\n\n"}}},
    {15, "worker by pid", {{"@!{W} show version\n", "{VER}\n\n"}}},
    {16,
     "master forms",
     {{"@ show version;@0 show version;@master show version\n", "{VER}\n\n{VER}\n\n{VER}\n\n"}}},
    {17, "numeric forms", {{"@01 show version;@+1 show version\n", "{VER}\n\n{VER}\n\n"}}},
    {18, "bad index", {{"@2 show version;show version\n", NO_TARGET("@2")}}, open, pipelined_error},
    {19, "bad pid", {{"@!99999 show version\n", NO_TARGET("@!99999")}}},
    {20, "bad name", {{"@foo\n", NO_TARGET("@foo")}}},
    {21, "empty pid", {{"@!\n", NO_TARGET("@!")}}},
    {22,
     "double prefix",
     {{"@1 @master show version\n", "{WORKER-UNKNOWN @master show version}\n\n"}}},
    {23,
     "bare prefix then cmd",
     {{"@1;show cli level;@master;show cli level\n", "admin\n\nadmin\n\n"}}},
    {24, "prompt", {{"prompt\n", "master> "}}},
    {25,
     "prompt then cmds",
     {{"prompt\n", "master> "},
      {"show cli level\n", "admin\n\nmaster> "},
      {"@1\n", "{W}> "},
      {"show cli level\n", "admin\n\n{W}> "},
      {"@master\n", "master> "}}},
    {26,
     "prompt, pipelined",
     {{"prompt\nshow cli level\n@1 show cli level\n",
       "master> admin\n\nmaster> admin\n\nmaster> "}}},
    {27, "prompt, empty line", {{"prompt\n", "master> "}, {"\n", "\nmaster> "}}},
    {28, "prompt twice", {{"prompt\nprompt\n", "master> "}, {"", ""}}},
    {29, "prompt i", {{"prompt i\n", ""}}},
    {30, "prompt p", {{"prompt p\n", "master> "}}},
    {31, "prompt n", {{"prompt n\n", "{USAGE}"}}},
    {32, "prompt timed", {{"prompt timed\n", "[{UP}] master> "}}},
    {33, "prompt, error", {{"prompt\n", "master> "}, {"@2 x\n", NO_TARGET("@2") "master> "}}},
    {34,
     "prompt, mode flags",
     {{"prompt\nexpert-mode on\nexperimental-mode on\nmcli-debug-mode on\n@1\n",
       "master> master(e)> master(xe)> master(xed)> {W}(xed)> "}}},
    {35,
     "expert-mode no arg",
     {{"prompt\nexpert-mode on\nexpert-mode\n", "master> master(e)> master> "}}},
    {36, "expert-mode bad arg", {{"expert-mode foo\n", ""}}},
    {37, "operator then admin-only", {{"operator;expert-mode on\n", "Permission denied!\n"}}},
    {38, "level lowering is propagated", {{"operator;@1 show cli level\n", "operator\n\n"}}},
    {39, "user then operator", {{"user;operator\n", "Permission denied!\n"}}},
    {40, "user: reload", {{"user;reload\n", "Permission denied\n\n"}}},
    {41,
     "expert+operator",
     {{"expert-mode on;operator;@1 show cli level\n", "operator\n\n"}},
     open,
     "expert mode, then a lower level"},
    {42,
     "worker: restricted command",
     {{"@1 debug dev log hi\n", "This command is restricted to expert mode only.\n\n"}}},
    {43, "worker: expert prefix", {{"expert-mode on;@1 debug dev log hi\n", "\n"}}},
    {46,
     "severity + master command",
     {{"set severity-output number;show cli level\n", "[6]: admin\n\n"},
      {"set severity-output none\n", ""}},
     open,
     "severity with a local command"},
    {55, "payload to EOF", {{"@1 add map x <<\nk9 v9\n", ""}}, half_close},
    {57, "quit", {{"show version;quit;show version\n", "{VER}\n\n"}}, end},
    {58, "worker quit", {{"@1 quit;show cli level\n", "admin\n\n"}}},
    {59, "@@1 commands", {{"@@1 show cli level;show version\n", "admin\n\n{VER}\n\n"}}, two_way},
    {60,
     "@@1 alone",
     {{"@@1\n", "\n"}, {"show cli level\n", "admin\n\n"}, {"quit\n", ""}},
     two_way},
    {61,
     "@@1 in prompt mode",
     {{"prompt\n", "master> "},
      {"@@1\n", "\n> "},
      {"show cli level\n", "admin\n\n> "},
      {"quit\n", "master> "}}},
    {62, "@@ bad", {{"@@2\n", NO_TARGET("@@2")}}},
    {63, "@@ glued ;", {{"@@1;show version\n", NO_TARGET("@@1;show")}}},
    {64, "@@ master", {{"@@master show cli level\n", "admin\n\n"}}, two_way},
    {65, "@@1 level", {{"operator;@@1 show cli level\n", "operator\n\n"}}, two_way},
    {66,
     "wait via @1",
     {{"@1 wait 300\n", "Done.\n\n"}},
     open,
     "commands that watch their input through `@1`"},
    {67, "wait via @@1", {{"@@1 wait 300\n", "Done.\n\n"}}, two_way},
    {68,
     "show cli sockets",
     {{"show cli sockets\n", "# socket lvl processes\nunix@{PATH} admin all\n\n"}},
     open,
     "`show cli sockets` on the master"},
    {69, "prompt help", {{"prompt help;show version\n", "{USAGE}"}}, open, pipelined_error},
    {70,
     "65 words",
     {{too_many_words, "Too many arguments. Commands must have at most 64 arguments.\n\n"}}},
};

#undef NO_TARGET

} // namespace

std::span<const vector> vectors() {
  return recorded;
}

std::span<const absent_vectors> vectors_without_commands() {
  static const auto all = std::vector<absent_vectors>{
      {{44, 45, 47, 48, 49, 50, 51, 52, 53, 54, 56}, "the worker has no maps yet"},
  };
  return all;
}

} // namespace mw::test

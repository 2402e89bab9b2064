// Levels of a session: a forbidden command is forbidden by every way to it.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace mw;
using namespace mw::test;

namespace {

enum class level : uint8_t { user, oper, admin };

constexpr std::array level_words{"user; ", "operator; ", ""};

struct leveled_command {
  const char* text;
  level least;
};

/// Commands of the master.
constexpr std::array of_master{
    leveled_command{"show version", level::user},
    leveled_command{"help", level::user},
    leveled_command{"show proc", level::oper},
    leveled_command{"show metrics", level::oper},
    leveled_command{"show events", level::oper},
    leveled_command{"show actors", level::oper},
    leveled_command{"actor-trace last 1", level::oper},
    leveled_command{"actor-trace command 1", level::oper},
    leveled_command{"actor-trace diagram 1", level::oper},
    leveled_command{"actor-trace dump", level::oper},
    leveled_command{"actor-trace on", level::admin},
    leveled_command{"actor-trace size 20000", level::admin},
    leveled_command{"actor-trace off", level::admin},
};

constexpr std::array ways_to_master{"", "show version; ", "@master ", "@1\n@master\n", "@*\n@0 "};

/// Commands of a worker.
constexpr std::array of_worker{
    leveled_command{"show info", level::user},
    leveled_command{"show stat", level::user},
    leveled_command{"show env HOME", level::oper},
    leveled_command{"show fd", level::oper},
    leveled_command{"disable frontend relay", level::admin},
    leveled_command{"enable frontend relay", level::admin},
    leveled_command{"set weight relay/s 3", level::admin},
    leveled_command{"clear counters all", level::admin},
};

constexpr std::array ways_to_workers{
    "@1 ",     "@* ",  "@all ",           "@1,2 ", "@*\n", "@1,2\n", "@1\n", "show version; @* ",
    "@2; @* ", "@@1 ", "@all\n@old\n@*\n"};

bool denied(const std::string& said) {
  return said.find("ermission denied") != std::string::npos;
}

template <class Commands, class Ways>
void check_all(const service& master, const Commands& commands, const Ways& ways) {
  for (auto mine : {level::user, level::oper, level::admin})
    for (const auto* way : ways)
      for (const auto& command : commands) {
        auto line = std::string{level_words[static_cast<size_t>(mine)]} + way + command.text;
        INFO(line);
        auto said = master.talk(line + "\n");
        CHECK(denied(said) == (mine < command.least));
      }
}

} // namespace

TEST_CASE("what the master does is bound to a session's level, whichever way it is asked") {
  check_all(service{}, of_master, ways_to_master);
}

TEST_CASE("what workers do is bound to a session's level, one asked or all") {
  auto master = service{{.configuration = "global\n  nbproc 2\n"
                                          "defaults\n  mode tcp\n  timeout client 5s\n"
                                          "  timeout server 5s\n  timeout connect 5s\n"
                                          "listen relay\n  bind unix@FOLDER/relay\n"
                                          "  server s unix@FOLDER/server\n"}};
  check_all(master, of_worker, ways_to_workers);
}

TEST_CASE("merged numbers are for every level") {
  auto master = service{2};
  for (const auto* level : level_words)
    for (const auto* command :
         {"@* merge show info", "@* merge current show stat csv", "@all merge show info json"}) {
      INFO(level << command);
      CHECK_FALSE(denied(master.talk(std::string{level} + command + "\n")));
    }
}

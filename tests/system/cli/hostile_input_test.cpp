// Hostile input to the real master.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace mw;
using namespace mw::test;
using namespace std::string_literals;

namespace {

const auto version = std::string{MW_VERSION "\n\n"};

} // namespace

TEST_CASE("a line over a mebibyte is dropped with one line, and the next one is a command") {
  auto master = service{};
  CHECK(master.talk("echo " + std::string(1'100'000, 'x') + "\nshow version\n") ==
        "The line is longer than 1048576 bytes and was dropped\n" + version);
}

TEST_CASE("a long line under that limit is a command like any other") {
  auto master = service{};
  auto size = GENERATE(size_t{15'355}, size_t{20'000}, size_t{1'000'000});
  auto text = std::string(size, 'x');
  CHECK((master.talk("echo " + text + "\n") == text + "\n\n"));
  CHECK((master.talk("@1 echo " + text + "\n") == text + "\n\n"));
  CHECK((master.talk("@@1 echo " + text + "\n") == text + "\n\n"));
}

TEST_CASE("a long line of many commands runs them all") {
  auto master = service{};
  auto line = std::string{};
  auto expected = std::string{};
  for (auto number = 0; number < 1500; ++number) {
    line += "@1 echo " + std::to_string(number) + ";";
    expected += std::to_string(number) + "\n\n";
  }
  CHECK((master.talk(line + "\n") == expected + "\n"));
}

TEST_CASE("strange bytes are text or blanks, never an end") {
  auto master = service{};
  auto [sent, expected] = GENERATE(table<std::string, std::string>({
      {"echo a\0b\n"s, "a b\n\n"},
      {"\0\0\n"s, "\n"},
      {"echo \xff\xfe\xc0\x80\n"s, "\xff\xfe\xc0\x80\n\n"},
      {"@1 echo \xff\xfe\xc0\x80\n"s, "\xff\xfe\xc0\x80\n\n"},
      {"echo a\\;b\\\\c\\ d\n"s, "a;b\\c d\n\n"},
      {"@1 echo a\\;b\\\\c\\ d\n"s, "a;b\\c d\n\n"},
      {"echo a\\\n"s, "a\n\n"},
      {";;;;\n"s, "\n\n\n\n\n"},
  }));
  CHECK(master.talk(sent + "show version\n") == expected + version);
}

TEST_CASE("a prefix that names nobody is refused as it was typed, and the session goes on") {
  auto master = service{};
  auto prefix = GENERATE(as<std::string>{}, "@!0", "@!-1", "@-1", "@1x", "@+-1", "@999999999999",
                         "@99999999999999999999999", "@@!", "@@9", "@\x01", "@ä");
  CHECK(master.talk(prefix + " show cli level\nshow version\n") ==
        "Can't find the target PID matching the prefix '" + prefix + "'\n" + version);
}

TEST_CASE("twenty thousand empty lines get as many empty answers") {
  auto master = service{};
  auto lines = std::string(20'000, '\n');
  CHECK((master.talk(lines) == lines));
}

TEST_CASE("a command may come byte by byte") {
  auto master = service{};
  auto client = master.connect();
  for (auto byte : "@1 show version;show cli level\n@@1 show cli level\n"s)
    client.send(std::string_view{&byte, 1});
  client.half_close();
  CHECK(client.read_to_end() == version + "admin\n\nadmin\n\n");
}

TEST_CASE("half a line and then silence or the end does nothing, and no one else waits for it") {
  auto master = service{};
  auto half = master.connect();
  half.send("show ver");
  CHECK(master.talk("show version\n") == version);
  half.half_close();
  CHECK(half.read_to_end().empty());
}

TEST_CASE("noise does not hurt the master") {
  auto master = service{};
  auto engine = std::mt19937{20'261'123};
  auto alphabet = "@1!;<\\\n \t\r\0xshowprompt\xff"s;
  auto pick = std::uniform_int_distribution<size_t>{0, alphabet.size() - 1};
  auto witness = master.connect();
  for (auto round = 0; round < 20; ++round) {
    auto noise = std::string(5000, ' ');
    for (auto& byte : noise)
      byte = alphabet[pick(engine)];
    master.talk(noise);
    CHECK(witness.ask("@1 show version") == version);
  }
  CHECK(master.process().runs());
}

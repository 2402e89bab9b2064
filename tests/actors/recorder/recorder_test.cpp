// The flight recorder: its records, its wrap-around, and several threads.
#include "actors/recorder/cursor.hpp"
#include "actors/recorder/packed_record.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

namespace mw::recorder_test {

using recorder::cursor;
using start_at = recorder::cursor::start;

namespace {

/// Keeps the recorder on as long as this lives.
class recording {
public:
  explicit recording(size_t messages = recorder::least_size) { recorder::start(messages); }

  ~recording() { recorder::stop(); }

  recording(const recording&) = delete;
  recording& operator=(const recording&) = delete;
};

/// Makes a record all of whose words follow from one number.
recorder::entry entry_of(uint64_t value) {
  auto made = recorder::entry{};
  made.parent = value;
  made.cause = value + 1;
  made.sent = value + 2;
  made.begun = value + 3;
  made.ended = value + 4;
  made.from = value + 5;
  made.to = value + 6;
  made.amount = value + 7;
  return made;
}

bool is_whole(const recorder::record& one) {
  auto expected = entry_of(one.parent);
  return one.cause == expected.cause && one.sent == expected.sent && one.begun == expected.begun &&
         one.ended == expected.ended && one.from == expected.from && one.to == expected.to &&
         one.amount == expected.amount;
}

void add(recorder::writer& to, uint64_t first, uint64_t count) {
  for (auto value = first; value < first + count; ++value) {
    to.add(entry_of(value));
  }
}

std::vector<uint64_t> values(const std::vector<recorder::seen>& all) {
  auto found = std::vector<uint64_t>{};
  for (const auto& one : all)
    found.push_back(one.message.parent);
  return found;
}

std::vector<uint64_t> row(uint64_t first, uint64_t last) {
  auto all = std::vector<uint64_t>{};
  for (auto value = first; value <= last; ++value)
    all.push_back(value);
  return all;
}

std::vector<recorder::seen> everything() {
  auto all = std::vector<recorder::seen>{};
  cursor{recorder::current(), start_at::oldest}.read_on(all, true);
  return all;
}

} // namespace

TEST_CASE("what is recorded is read in its order with the thread's name") {
  auto on = recording{};
  auto one = recorder::writer{"mw-one"};
  auto other = recorder::writer{"mw-a-name-too-long"};
  add(one, 100, 1);
  add(other, 50, 1);
  add(one, 200, 1);
  auto all = everything();
  CHECK(values(all) == std::vector<uint64_t>{50, 100, 200});
  CHECK(all.at(0).thread_name() == "mw-a-name-too-l");
  CHECK(all.at(1).thread_name() == "mw-one");
  CHECK(all.at(1).thread == ::gettid());
  CHECK(all.at(1).message.number + 1 == all.at(2).message.number);
}

TEST_CASE("without a recorder nothing is kept and nothing is read") {
  auto writer = recorder::writer{"mw-one"};
  auto one = entry_of(1);
  CHECK(writer.add(one).where == nullptr);
  CHECK(everything().empty());
  auto on = recording{};
  CHECK(writer.add(one).where != nullptr);
  CHECK(everything().size() == 1);
}

TEST_CASE("the recorder wraps around and keeps the last messages") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-one"};
  auto total = uint64_t{recorder::least_size} * 3 + 10;
  add(writer, 1, total);
  auto all = values(everything());
  // The chunk that is being filled has lost its former records.
  CHECK(all.size() == recorder::least_size - recorder::chunk_records + 10);
  CHECK(all == row(total - all.size() + 1, total));
}

TEST_CASE("a quiet thread's messages stay while a busy one wraps around") {
  auto on = recording{};
  auto quiet = recorder::writer{"mw-quiet"};
  auto busy = recorder::writer{"mw-busy"};
  add(quiet, 1, 3);
  add(busy, 1'000, 5 * recorder::least_size);
  add(quiet, 1'000'000, 1);
  auto all = values(everything());
  CHECK(std::vector<uint64_t>(all.begin(), all.begin() + 3) == row(1, 3));
  CHECK(all.back() == 1'000'000);
}

TEST_CASE("a size is kept within its limits") {
  for (auto [wanted, got] : {std::pair{size_t{1}, recorder::least_size},
                             std::pair{recorder::greatest_size * 2, recorder::greatest_size},
                             std::pair{recorder::default_size, recorder::default_size}}) {
    auto on = recording{wanted};
    CHECK(recorder::current()->size() * recorder::chunk_records == got);
  }
}

TEST_CASE("a new size begins with nothing and the old messages go") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-one"};
  add(writer, 1, 10);
  recorder::start(recorder::default_size);
  CHECK(everything().empty());
  add(writer, 11, 2);
  CHECK(values(everything()) == row(11, 12));
}

TEST_CASE("a cursor reads on where it has stopped") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-one"};
  add(writer, 1, 100);
  auto from_now = cursor{recorder::current(), start_at::next};
  auto from_begin = cursor{recorder::current(), start_at::oldest};
  auto all = std::vector<recorder::seen>{};
  from_now.read_on(all);
  CHECK(all.empty());
  add(writer, 101, 100);
  from_now.read_on(all);
  CHECK(values(all) == row(101, 200));
  all.clear();
  from_begin.read_on(all);
  add(writer, 201, 1);
  from_begin.read_on(all);
  CHECK(values(all) == row(1, 201));
  CHECK(from_begin.lost() == 0);
}

TEST_CASE("a message that is being handled is read when it is over") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-one"};
  auto one = entry_of(1);
  one.ended = 0;
  auto* slot = writer.add(one).where;
  auto reader = cursor{recorder::current(), start_at::oldest};
  auto all = std::vector<recorder::seen>{};
  reader.read_on(all);
  CHECK(all.empty());
  CHECK(everything().size() == 1);
  recorder::writer::end(*slot, 77);
  reader.read_on(all);
  REQUIRE(all.size() == 1);
  CHECK(all[0].message.ended == 77);
}

TEST_CASE("a cursor that is too slow knows how many messages it has missed") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-one"};
  add(writer, 1, 64);
  auto reader = cursor{recorder::current(), start_at::oldest};
  auto total = uint64_t{recorder::least_size} * 3;
  add(writer, 65, total - 64);
  auto all = std::vector<recorder::seen>{};
  reader.read_on(all);
  CHECK(all.size() + reader.lost() == total);
  CHECK(reader.lost() == 0);
}

TEST_CASE("threads record at the same time and a reader sees whole messages only") {
  auto on = recording{};
  constexpr auto count = uint64_t{40'000};
  auto running = std::atomic{4};
  auto threads = std::vector<std::thread>{};
  for (auto number = uint64_t{0}; number < 4; ++number)
    threads.emplace_back([&, number] {
      auto writer = recorder::writer{"mw-thread"};
      add(writer, 1 + number * count, count);
      --running;
    });
  auto reader = cursor{recorder::current(), start_at::oldest};
  auto read = uint64_t{0};
  auto broken = 0;
  for (auto more = true; more;) {
    more = running > 0;
    auto all = std::vector<recorder::seen>{};
    reader.read_on(all);
    read += all.size();
    for (const auto& one : all)
      broken += is_whole(one.message) ? 0 : 1;
  }
  for (auto& thread : threads)
    thread.join();
  CHECK(broken == 0);
  CHECK(read > 0);
  CHECK(read + reader.lost() >= 4 * count);
}

TEST_CASE("the recorder is switched and resized while threads record") {
  auto on = recording{};
  auto stop = std::atomic{false};
  auto threads = std::vector<std::thread>{};
  for (auto number = 0; number < 2; ++number)
    threads.emplace_back([&] {
      auto writer = recorder::writer{"mw-thread"};
      for (auto value = uint64_t{1}; !stop; ++value)
        add(writer, value, 1);
    });
  for (auto round = 0; round < 20; ++round) {
    recorder::start(round % 2 == 0 ? recorder::least_size : recorder::default_size);
    for (const auto& one : everything())
      CHECK(is_whole(one.message));
    if (round % 5 == 0)
      recorder::stop();
  }
  stop = true;
  for (auto& thread : threads)
    thread.join();
}

TEST_CASE("texts of all lengths are read as they were recorded, up to what is kept") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-test"};
  const auto text = std::string{"\xFFtexts have bytes of any value, \x80 too"};
  for (size_t length = 1; length <= text.size(); ++length) {
    auto one = entry_of(length);
    one.text = std::string_view{text}.substr(0, length);
    writer.add(one);
  }
  auto all = everything();
  REQUIRE(all.size() == text.size());
  for (size_t length = 1; length <= text.size(); ++length) {
    auto expected = std::array<char, 32>{};
    text.copy(expected.data(), std::min(length, expected.size()));
    CHECK(all[length - 1].message.text == expected);
  }
}

TEST_CASE("names, types and texts are read as they were recorded, and what has none has none") {
  auto on = recording{};
  auto writer = recorder::writer{"mw-test"};
  auto full = entry_of(1);
  full.from = recorder::actor_word(5, "session");
  full.to = recorder::actor_word(6, "applet");
  full.type = recorder::constants::number_of(7);
  full.text = "of which thirty-two bytes are kept, no more";
  writer.add(full);
  writer.add(entry_of(2));
  auto all = everything();
  REQUIRE(all.size() == 2);
  CHECK(std::string_view{all[0].message.from_name} == "session");
  CHECK(std::string_view{all[0].message.to_name} == "applet");
  CHECK(all[0].message.from == 5);
  CHECK(all[0].message.to == 6);
  CHECK(all[0].message.type == 7);
  CHECK(std::string(all[0].message.text.data(), 32) == "of which thirty-two bytes are ke");
  CHECK(all[1].message.from_name == nullptr);
  CHECK(all[1].message.to_name == nullptr);
  CHECK(all[1].message.type == 0);
  CHECK(all[1].message.text.front() == 0);
}

} // namespace mw::recorder_test

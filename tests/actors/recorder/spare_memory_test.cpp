// Spare memory: pieces that are given back are used again by the same thread.
#include "actors/recorder/spare_memory.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <thread>
#include <vector>

namespace mw::spare_memory_test {

namespace {

using memory = spare_memory<48>;

} // namespace

TEST_CASE("memory that was given back is taken next") {
  auto* one = memory::take();
  auto* other = memory::take();
  CHECK(one != other);
  memory::give_back(one);
  CHECK(memory::take() == one);
  memory::give_back(other);
  memory::give_back(one);
}

TEST_CASE("more spare memory than a thread keeps goes back to the heap") {
  auto taken = std::vector<void*>{};
  for (auto count = 0; count < 100; ++count)
    taken.push_back(memory::take());
  CHECK(std::set<void*>(taken.begin(), taken.end()).size() == taken.size());
  for (auto* one : taken)
    memory::give_back(one);
}

TEST_CASE("memory may be given back by another thread than has taken it") {
  auto* mine = memory::take();
  auto same = false;
  std::thread{[&] {
    memory::give_back(mine);
    auto* again = memory::take();
    same = again == mine;
    memory::give_back(again);
  }}.join();
  CHECK(same);
}

} // namespace mw::spare_memory_test

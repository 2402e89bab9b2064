// The descriptors that the parent meant this process to have.
#include "net/base/unique_fd.hpp"
#include "net/listen/inherited_descriptors.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <fcntl.h>

namespace mw::inherited_descriptors_test {

namespace {

bool is_inherited(int number) {
  auto all = net::inherited_descriptors();
  return std::find(all.begin(), all.end(), number) != all.end();
}

} // namespace

TEST_CASE("a descriptor that stays open over exec is one that was meant to be inherited") {
  auto kept = net::unique_fd{::open("/dev/null", O_RDONLY)};
  auto own = net::unique_fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  CHECK(is_inherited(kept.get()));
  CHECK_FALSE(is_inherited(own.get()));
  auto number = kept.get();
  kept.reset();
  CHECK_FALSE(is_inherited(number));
}

TEST_CASE("the standard streams are everybody's, and the list is in order") {
  auto all = net::inherited_descriptors();
  CHECK(std::is_sorted(all.begin(), all.end()));
  CHECK(std::none_of(all.begin(), all.end(), [](int number) { return number <= 2; }));
}

} // namespace mw::inherited_descriptors_test

// Payloads in the form that every HAProxy understands.
#include "actors/runners/plain_payload.hpp"

#include <catch2/catch.hpp>

namespace mw::plain_payload_test {

using mw::plain_payload;

TEST_CASE("a command without payload stays as it is") {
  CHECK(plain_payload("show info") == "show info");
  CHECK(plain_payload("show info\n") == "show info\n");
}

TEST_CASE("a payload up to an empty line stays as it is") {
  CHECK(plain_payload("add map m <<\na 1\nb 2\n\n") == "add map m <<\na 1\nb 2\n\n");
  CHECK(plain_payload("add map m <<\n\n") == "add map m <<\n\n");
}

TEST_CASE("blanks behind the mark would hide it") {
  CHECK(plain_payload("add map m << \t\na 1\n\n") == "add map m <<\na 1\n\n");
}

TEST_CASE("a pattern becomes an empty line") {
  CHECK(plain_payload("add map m <<EOF\na 1\nb EOF\nEOF\n") == "add map m <<\na 1\nb EOF\n\n");
  CHECK(plain_payload("add map m <<EOF\nEOF\n") == "add map m <<\n\n");
}

TEST_CASE("a payload with empty lines has no plain form") {
  CHECK_FALSE(plain_payload("add map m <<EOF\na 1\n\nb 2\nEOF\n"));
  CHECK_FALSE(plain_payload("add map m <<EOF\n\nb 2\nEOF\n"));
}

} // namespace mw::plain_payload_test

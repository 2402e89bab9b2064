// The recorder's note of a message's content: its type, a number, a few characters.
#include "actors/recorder/constants.hpp"
#include "actors/recorder/message_text.hpp"
#include "messages/protocols/type_ids.hpp"

#include <caf/mailbox_element.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <caf/message_builder.hpp>
#include <caf/type_erased_tuple.hpp>
#include <catch2/catch.hpp>

#include <string>

namespace mw::message_text_test {

namespace {

/// The note as it is shown: the type, then the number and the characters.
std::string noted(const caf::type_erased_tuple& content) {
  auto made = recorder::entry{};
  trace::describe(content, made);
  auto type = recorder::constants::at(made.type);
  auto text = std::string{trace::type_name(type)};
  if (auto amount = trace::amount_name(type); !amount.empty())
    text += " " + std::to_string(made.amount) + " " + std::string{amount};
  return text + (made.text.empty() ? "" : " ") + std::string{made.text};
}

/// The note of a message.
std::string noted(const caf::message& message) {
  return noted(message.content());
}

const caf::type_erased_tuple& itself(const caf::message& message) {
  return message;
}

} // namespace

TEST_CASE("a content is known by the first of its values that says something") {
  CHECK(noted(caf::make_message(reply_credit{1, 512})) == "reply_credit 512 bytes");
  CHECK(noted(caf::make_message(target{}, run_command{.text = "show proc"})) ==
        "run_command 0 bytes show proc");
}

TEST_CASE("a content of which no value says anything is known by its first type") {
  CHECK(noted(caf::make_message(target{}, int32_t{1})) == "target");
  CHECK(noted(caf::make_message(std::string{"a"})) == "@str");
}

TEST_CASE("contents of the same types differ in what they say, whichever comes first") {
  for (auto bytes : {1, 2, 1})
    CHECK(noted(caf::make_message(reply_credit{1, static_cast<uint64_t>(bytes)})) ==
          "reply_credit " + std::to_string(bytes) + " bytes");
}

TEST_CASE("contents of one class may have any types: parts of others, messages, built ones") {
  auto part = [](auto value) { return caf::make_message(int32_t{1}, std::move(value)).drop(1); };
  CHECK(noted(part(reply_credit{1, 512})) == "reply_credit 512 bytes");
  CHECK(noted(part(std::string{"a"})) == "@str");
  CHECK(noted(itself(caf::make_message(reply_credit{1, 512}))) == "reply_credit 512 bytes");
  CHECK(noted(itself(caf::make_message(run_command{.text = "show proc"}))) ==
        "run_command 0 bytes show proc");
  auto built = [](auto value) {
    return caf::message_builder{}.append(std::move(value)).to_message();
  };
  CHECK(noted(built(reply_credit{1, 512})) == "reply_credit 512 bytes");
  CHECK(noted(built(run_command{.text = "show proc"})) == "run_command 0 bytes show proc");
}

TEST_CASE("the mailbox's own contents are known by their types") {
  auto element = [](auto value) {
    return caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, std::move(value));
  };
  CHECK(noted(element(reply_credit{1, 512})->content()) == "reply_credit 512 bytes");
  CHECK(noted(element(run_command{.text = "show proc"})->content()) ==
        "run_command 0 bytes show proc");
  CHECK(noted(element(caf::make_message(reply_credit{1, 512}))->content()) ==
        "reply_credit 512 bytes");
  CHECK(noted(element(caf::make_message(run_command{}))->content()) == "run_command 0 bytes");
}

} // namespace mw::message_text_test

// Regular expressions by PCRE2: see regex.hpp.
#include "net/base/regex.hpp"

#include "net/base/failure.hpp"

#include <array>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace mw::net {

namespace {

/// Steps of a search: each is one try of one part of the expression at one place of the text. An
/// expression without repetitions in repetitions takes a few for each byte; a text that makes one
/// try everything has its 30 ms, and not for ever.
constexpr size_t steps_of_any = 100'000;
constexpr size_t steps_per_byte = 64;
/// In KiB: a group that is repeated over the longest text takes some 200 bytes for each time.
constexpr uint32_t most_memory = 8192;

PCRE2_SPTR bytes_of(std::string_view x) {
  return reinterpret_cast<PCRE2_SPTR>(x.data());
}

std::string message_of(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  auto length = pcre2_get_error_message(error, text.data(), text.size());
  return {reinterpret_cast<const char*>(text.data()), length > 0 ? static_cast<size_t>(length) : 0};
}

/// PCRE2 asks at each step whether to go on.
int take_step(pcre2_callout_block* /*where*/, void* steps_left) {
  return --*static_cast<size_t*>(steps_left) > 0 ? 0 : PCRE2_ERROR_CALLOUT;
}

} // namespace

/// The expression, and what a search needs: one thread searches at a time.
struct regex::code {
  struct freed {
    void operator()(pcre2_code* x) const { pcre2_code_free(x); }

    void operator()(pcre2_match_data* x) const { pcre2_match_data_free(x); }

    void operator()(pcre2_match_context* x) const { pcre2_match_context_free(x); }
  };

  std::unique_ptr<pcre2_code, freed> expression;
  std::unique_ptr<pcre2_match_data, freed> found{pcre2_match_data_create(1, nullptr)};
  std::unique_ptr<pcre2_match_context, freed> limits{pcre2_match_context_create(nullptr)};
};

regex::regex(std::string text, std::shared_ptr<const code> compiled)
    : text_(std::move(text)), compiled_(std::move(compiled)) {}

tl::expected<regex, std::string> regex::compile(const std::string& text) {
  auto error = 0;
  auto where = PCRE2_SIZE{0};
  auto made = std::make_shared<code>();
  made->expression.reset(pcre2_compile(bytes_of(text), text.size(),
                                       PCRE2_NO_AUTO_CAPTURE | PCRE2_AUTO_CALLOUT, &error, &where,
                                       nullptr));
  if (!made->expression)
    return failure("error={}, erroffset={}", message_of(error), where);
  pcre2_set_heap_limit(made->limits.get(), most_memory);
  return regex(text, std::move(made));
}

bool regex::is_in(std::string_view bytes) const {
  auto looked_at = bytes.substr(0, longest_text);
  auto steps_left = steps_of_any + steps_per_byte * looked_at.size();
  pcre2_set_callout(compiled_->limits.get(), take_step, &steps_left);
  return pcre2_match(compiled_->expression.get(), bytes_of(looked_at), looked_at.size(), 0, 0,
                     compiled_->found.get(), compiled_->limits.get()) >= 0;
}

} // namespace mw::net

// Keeps sanitizers out of code that runs right after a clone.
#pragma once

/// Marks a function that runs right after a clone. Such a function may call only its like and
/// ::syscall(), which no sanitizer intercepts; templates of the standard library would be
/// instrumented.
#define MW_UNINSTRUMENTED [[gnu::no_sanitize("address", "thread", "undefined")]]

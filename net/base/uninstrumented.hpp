// Keeps sanitizers out of code that runs right after a clone.
#pragma once

/// For each function of such code. It may call only its like and ::syscall(), which no sanitizer
/// intercepts; also a template of the standard library would be instrumented.
#define MW_UNINSTRUMENTED [[gnu::no_sanitize("address", "thread", "undefined")]]

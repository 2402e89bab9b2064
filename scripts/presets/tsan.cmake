# Preset tsan: ThreadSanitizer; tests/support/tsan.supp says what Debian's uninstrumented libcaf needs.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-g1" CACHE STRING "")
set(MW_SANITIZE "thread" CACHE STRING "")
set(MW_BENCH OFF CACHE BOOL "")
# Only the program: see scripts/test.
set(MW_TESTS OFF CACHE BOOL "")

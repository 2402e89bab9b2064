# Preset asan: AddressSanitizer, LeakSanitizer, UndefinedBehaviorSanitizer.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1" CACHE STRING "")
set(MW_SANITIZE "address,undefined" CACHE STRING "")
set(MW_BENCH OFF CACHE BOOL "")
set(MW_UNITY ON CACHE BOOL "")

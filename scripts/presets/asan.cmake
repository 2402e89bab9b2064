# Preset asan: AddressSanitizer, LeakSanitizer, UndefinedBehaviorSanitizer.
# As for a release, so that the tests' own code is the same for both; the checked code is not optimised.
include(${CMAKE_CURRENT_LIST_DIR}/release.cmake)
set(MW_SANITIZE "address,undefined" CACHE STRING "" FORCE)
set(MW_BENCH OFF CACHE BOOL "")

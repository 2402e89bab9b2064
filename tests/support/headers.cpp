// The source for which the precompiled headers of the tests are compiled.

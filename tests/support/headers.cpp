// The precompiled headers of the tests: what they are compiled for.

# Reads C++ files, prints ninja rules: one check per .cpp, which depends on the headers of ours it includes.
BEGIN {
  print "builddir = .build/tidy" # for ninja's own log
  print "rule tidy"
  print "  command = clang-tidy --config-file=.clang-tidy -p .build/tidy --quiet $in >$out.log 2>&1 || { cat $out.log; exit 1; }; touch $out"
  print "  description = clang-tidy $in"
}

FNR == 1 { files[++count] = FILENAME }

/^#include "/ {
  split($0, part, "\"")
  includes[FILENAME] = includes[FILENAME] " " part[2]
}

# Adds what `file` includes, directly or not, to `seen`.
function collect(file, seen,    list, n, i) {
  n = split(includes[file], list, " ")
  for (i = 1; i <= n; i++)
    if (!(list[i] in seen)) {
      seen[list[i]]
      collect(list[i], seen)
    }
}

END {
  for (i = 1; i <= count; i++) {
    if (files[i] !~ /\.cpp$/)
      continue
    split("", seen)
    collect(files[i], seen)
    needs = ".clang-tidy"
    for (header in seen)
      needs = needs " " header
    print "build .build/tidy/stamps/" files[i] ": tidy " files[i] " | " needs
  }
}

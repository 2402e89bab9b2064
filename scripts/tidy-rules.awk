# Reads a list of compiled sources, then these and all other C++ files; prints ninja rules: one check for each source, which depends on
# the files of ours that it includes.
BEGIN {
  print "builddir = .build/tidy" # for ninja's own log
  print "rule tidy"
  print "  command = clang-tidy --config-file=.clang-tidy -p .build/tidy --quiet $in >$out.log 2>&1 || { cat $out.log; exit 1; }; touch $out"
  print "  description = clang-tidy $in"
}

NR == FNR {
  sources[++count] = $0
  next
}

/^#include "/ {
  split($0, part, "\"")
  if (index(part[2], root) == 1) # cmake names the sources of a unity build by whole paths
    part[2] = substr(part[2], length(root) + 1)
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
    split("", seen)
    collect(sources[i], seen)
    needs = ".clang-tidy"
    for (file in seen)
      needs = needs " " file
    print "build .build/tidy/stamps/" sources[i] ": tidy " sources[i] " | " needs
  }
}

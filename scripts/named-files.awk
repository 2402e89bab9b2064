# Prints the files and folders that a document's tables name, without endings: in tables of files ("| file | ... |"), in the map's
# "| you look for | room | file |", and in the table of fixtures ("| to test | take |"). A name is below the table's folder, or else a
# path from the top of the project; both are printed, with a blank between them.
function print_names(cell, folder,   name) {
  while (match(cell, /`[^`]+`/)) {
    name = substr(cell, RSTART + 1, RLENGTH - 2)
    cell = substr(cell, RSTART + RLENGTH)
    print folder "/" name, name
  }
}

FNR == 1 {
  own = FILENAME
  sub(/\/[^\/]*$/, "", own)
}

!/^\|/ {
  table = ""
  next
}

/^\| (file \| [^|]*|you look for \| room \| file|to test \| take) \|$/ {
  table = $0
  next
}

table ~ /^\| file/ {
  split($0, cell, "|")
  print_names(cell[2], own)
}

table ~ /^\| you/ {
  split($0, cell, "|")
  room = cell[3]
  gsub(/[` ]|\/`/, "", room)
  print_names(cell[4], (room ~ /^(messages|net)\// ? "" : "actors/") room)
}

table ~ /^\| to test/ {
  split($0, cell, "|")
  print_names(cell[3], "tests/fixtures")
}

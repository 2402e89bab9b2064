# Prints the files that a document's tables name, without their endings: in tables of files ("| file | what |", in the document's
# folder), in the map's "| you look for | room | file |", and in the table of fixtures ("| to test | take |").
# A name with a "/" is a path from the top of the project.
function print_names(cell, folder,   name) {
  while (match(cell, /`[^`]+`/)) {
    name = substr(cell, RSTART + 1, RLENGTH - 2)
    cell = substr(cell, RSTART + RLENGTH)
    print (name ~ /\// ? name : folder "/" name)
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

/^\| (file \| what|you look for \| room \| file|to test \| take) \|$/ {
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

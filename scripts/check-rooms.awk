# Finds includes that the tables of rooms do not allow, rooms without a row, permissions that nobody uses, full rooms,
# and classes whose methods stand in more than two files.
# A row is "| `room/` | what it is for | what it may include |"; it may name only rooms of rows above it, and those of
# messages/ and net/ by their whole path; "<caf>" allows the headers of that library.

function finding(text) {
  print text
  findings++
}

# The room of a path: the longest folder of it that has a row.
function room_of(path) {
  while (sub(/\/[^\/]*$/, "", path))
    if (path in row)
      return path
  return ""
}

FNR == 1 {
  top = FILENAME
  sub(/\/.*/, "", top)
  folder = FILENAME
  sub(/\/[^\/]*$/, "", folder)
  mine = room_of(FILENAME)
}

FILENAME ~ /README\.md$/ {
  if (!match($0, /^\| `[a-z_\/]+\/` \|/))
    next
  split($0, cell, / *\| */)
  room = top "/" substr(cell[2], 2, length(cell[2]) - 3)
  row[room] = FILENAME ":" FNR
  count = split(cell[4], names, " ")
  for (at = 1; at <= count; at++) {
    name = names[at]
    gsub(/`/, "", name)
    if (name !~ /^</ && name !~ /^(messages|net)\//)
      name = top "/" name
    if (name !~ /^</ && (top == "actors" ? name ~ /^actors\// : 1) && !(name in row))
      finding(row[room] ": " room " may not include " name ": its row is not above")
    allowed[room, name] = row[room]
  }
  next
}

FNR == 1 {
  if (++files[folder] == 26)
    finding(folder ": more than 25 files")
  if (mine == "" && FILENAME != "actors/main.cpp")
    finding(FILENAME ": " folder " has no row in " top "/README.md")
}

/^ *# *include "(actors|messages|net)\// && mine != "" {
  split($0, part, "\"")
  other = room_of(part[2])
  if (other == mine)
    next
  used[mine, other] = 1
  if (!((mine, other) in allowed))
    finding(FILENAME ":" FNR ": " mine " may not include " (other == "" ? part[2] : other))
}

/^ *# *include <(caf|asio|nlohmann|CLI|openssl|systemd|pcre2)[\/.]/ && mine != "" {
  match($0, /<[a-zA-Z0-9]+/)
  library = substr($0, RSTART, RLENGTH) ">"
  used[mine, library] = 1
  if (!((mine, library) in allowed))
    finding(FILENAME ":" FNR ": " mine " may not include " library)
}

# The definition of a member function: "type class::function(" at the line's begin.
FILENAME ~ /\.cpp$/ && /^[a-z_]/ && match($0, /[a-z_0-9]+::~?[a-z_0-9]+\(/) {
  class = substr($0, RSTART, RLENGTH)
  sub(/::.*/, "", class)
  if ((mine, class, FILENAME) in defines)
    next
  defines[mine, class, FILENAME] = 1
  if (++places[mine, class] == 3)
    finding(FILENAME ":" FNR ": the methods of " class " stand in more than two files")
}

END {
  for (pair in allowed)
    if (!(pair in used)) {
      split(pair, names, SUBSEP)
      finding(allowed[pair] ": " names[1] " includes nothing of " names[2])
    }
  exit findings > 0
}

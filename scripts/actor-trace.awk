# Reads the output of `actor-trace dump`, one event on each line, and prints an SVG picture: actors on a circle, arrows with numbers,
# a table.

# The text behind "name": in the event.
function text_of(name,    at, rest) {
  at = index($0, "\"" name "\":\"")
  rest = substr($0, at + length(name) + 4)
  return at ? substr(rest, 1, index(rest, "\"") - 1) : ""
}

function number_of(name,    at) {
  at = index($0, "\"" name "\":")
  return at ? substr($0, at + length(name) + 3) + 0 : 0
}

# The kind of an actor: session#11 and session#12 are `session`.
function kind_of(actor) {
  sub(/#[0-9]+$/, "", actor)
  return actor == "-" || actor == "" ? "outside" : actor
}

function meet(kind) {
  if (!(kind in place)) {
    kinds[place[kind] = ++actors] = kind
    handled[kind] = 0
  }
}

/^\{/ && !/"traceEvents"/ && /"cat":"message"/ && /"ph":"X"/ {
  from = kind_of(text_of("from"))
  to = kind_of(text_of("to"))
  meet(from)
  meet(to)
  pair = from SUBSEP to
  if (!(pair in count))
    pairs[++arrows] = pair
  count[pair]++
  waited[pair] += number_of("waited_us")
  worked[pair] += number_of("dur")
  handled[to] += number_of("dur")
  messages++
}

function escaped(text) {
  gsub(/&/, "\\&amp;", text)
  gsub(/</, "\\&lt;", text)
  return text
}

function text_at(x, y, style, text) {
  printf "<text x=\"%.0f\" y=\"%.0f\" %s>%s</text>\n", x, y, style, escaped(text)
}

function place_actors(    i) {
  for (i = 1; i <= actors; i++) {
    x[kinds[i]] = center + radius * cos(2 * pi * (i - 1) / actors - pi / 2)
    y[kinds[i]] = center + radius * sin(2 * pi * (i - 1) / actors - pi / 2)
  }
}

# Draws an arrow bent to one side, so that the two directions do not lie on each other.
function draw_arrow(pair,    end, dx, dy, length_of, bend_x, bend_y, width) {
  split(pair, end, SUBSEP)
  dx = x[end[2]] - x[end[1]]
  dy = y[end[2]] - y[end[1]]
  length_of = sqrt(dx * dx + dy * dy)
  width = 1 + log(count[pair]) / 2
  if (length_of == 0) {
    printf "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"26\" class=\"arrow\" stroke-width=\"%.1f\"/>\n", x[end[1]], y[end[1]] - 30, width
    text_at(x[end[1]], y[end[1]] - 60, "class=\"label\"", count[pair])
    return
  }
  bend_x = (x[end[1]] + x[end[2]]) / 2 - dy / length_of * 40
  bend_y = (y[end[1]] + y[end[2]]) / 2 + dx / length_of * 40
  printf "<path d=\"M%.0f %.0f Q%.0f %.0f %.0f %.0f\" class=\"arrow\" stroke-width=\"%.1f\" marker-end=\"url(#head)\"/>\n",
    x[end[1]], y[end[1]], bend_x, bend_y, x[end[2]] - dx / length_of * 34, y[end[2]] - dy / length_of * 34, width
  text_at((bend_x * 2 + x[end[1]] + x[end[2]]) / 4, (bend_y * 2 + y[end[1]] + y[end[2]]) / 4, "class=\"label\"", count[pair])
}

function draw_actor(kind) {
  printf "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"30\" class=\"actor\"/>\n", x[kind], y[kind]
  text_at(x[kind], y[kind] + 4, "class=\"name\"", kind)
}

function draw_row(row, a, b, c, d, e,    top) {
  top = size + 30 + row * 20
  text_at(40, top, "", a)
  text_at(280, top, "", b)
  text_at(560, top, "class=\"number\"", c)
  text_at(700, top, "class=\"number\"", d)
  text_at(840, top, "class=\"number\"", e)
}

# The most frequent pairs first.
function sort_pairs(    i, j, pair) {
  for (i = 2; i <= arrows; i++) {
    pair = pairs[i]
    for (j = i - 1; j > 0 && count[pairs[j]] < count[pair]; j--)
      pairs[j + 1] = pairs[j]
    pairs[j + 1] = pair
  }
}

END {
  if (!messages) {
    print "actor-trace: there is no message in this dump" > "/dev/stderr"
    exit 1
  }
  pi = 3.14159265
  size = 900
  center = size / 2
  radius = 340
  sort_pairs()
  place_actors()
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n", size, size + 70 + arrows * 20
  print "<style>.actor{fill:#e8f0fe;stroke:#345}.arrow{fill:none;stroke:#789}.label{fill:#a33;text-anchor:middle}.name{text-anchor:middle}.number{text-anchor:end}</style>"
  print "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#789\"/></marker></defs>"
  print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
  for (i = 1; i <= arrows; i++)
    draw_arrow(pairs[i])
  for (i = 1; i <= actors; i++)
    draw_actor(kinds[i])
  draw_row(0, "from", "to", "messages", "mean wait, us", "mean handling, us")
  for (i = 1; i <= arrows; i++) {
    split(pairs[i], end, SUBSEP)
    n = count[pairs[i]]
    draw_row(i, end[1], end[2], n, sprintf("%.1f", waited[pairs[i]] / n), sprintf("%.1f", worked[pairs[i]] / n))
  }
  print "</svg>"
}

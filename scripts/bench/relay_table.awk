# Makes a Markdown table of lines "mode connections subject rate p50 p99 MB/s us": medians, and mw-actors / HAProxy.

{
  row = $1 " " $2 " " $3
  if (!(row in samples))
    order[++rows] = row
  n = ++samples[row]
  for (i = 4; i <= 8; i++)
    value[row, i, n] = $i
}

# The median of column i of the row.
function median(row, i,    n, sorted, j, k, x) {
  n = samples[row]
  for (k = 1; k <= n; k++) {
    x = value[row, i, k] + 0
    for (j = k - 1; j > 0 && sorted[j] > x; j--)
      sorted[j + 1] = sorted[j]
    sorted[j + 1] = x
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

# "<median> (<ratio to HAProxy's>)", or nothing where it has no meaning.
function cell(row, i, form,    other, text) {
  if (value[row, i, 1] == "-" || median(row, i) == 0)
    return ""
  text = sprintf(form, median(row, i))
  other = row
  if (sub(/ mw-actors/, " haproxy", other) && median(other, i) > 0)
    text = text sprintf(" (%.2f)", median(row, i) / median(other, i))
  return text
}

END {
  print "| mode | connections | subject | answers/s | p50 us | p99 us | MB/s | CPU us for each (MB, or B of memory) |"
  print "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |"
  for (r = 1; r <= rows; r++) {
    row = order[r]
    split(row, name, " ")
    flood = name[1] == "flood"
    printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", name[1], name[2], name[3],
      flood ? "" : cell(row, 4, "%.0f"), cell(row, 5, "%.0f"), cell(row, 6, "%.0f"), flood ? cell(row, 7, "%.0f") : "",
      cell(row, 8, "%.1f")
  }
}

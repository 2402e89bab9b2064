# Makes a Markdown table of lines "mode sessions subject commands/s p50 p99": medians, and mw-actors / HAProxy's master.

{
  row = $1 " " $2 " " $3
  if (!(row in samples))
    order[++rows] = row
  n = ++samples[row]
  rate[row, n] = $4
  p50[row, n] = $5
  p99[row, n] = $6
}

# The median of values[row, 1..samples[row]].
function median(values, row,    n, sorted, i, j, x) {
  n = samples[row]
  for (i = 1; i <= n; i++) {
    x = values[row, i] + 0
    for (j = i - 1; j > 0 && sorted[j] > x; j--)
      sorted[j + 1] = sorted[j]
    sorted[j + 1] = x
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

# Divides a row's median by that of the HAProxy row of the same name; empty if there is none. "-haproxy": with HAProxy's process as our
# worker.
function ratio(values, row,    other) {
  other = row
  sub(/-before$/, "", other)
  sub(/ mw-actors-haproxy$/, " mw-actors", other)
  if (!sub(/ mw-actors/, " haproxy-master", other) || !(other in samples))
    return ""
  return sprintf("%.2f", median(values, row) / median(values, other))
}

END {
  print "| mode | sessions | subject | commands/s | / HAProxy | p50 us | / HAProxy | p99 us | / HAProxy |"
  print "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
  for (i = 1; i <= rows; i++) {
    row = order[i]
    split(row, name, " ")
    printf "| %s | %s | %s | %.0f | %s | %.0f | %s | %.0f | %s |\n", name[1], name[2], name[3],
      median(rate, row), ratio(rate, row), median(p50, row), ratio(p50, row), median(p99, row), ratio(p99, row)
  }
}

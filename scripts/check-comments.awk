# Finds comments on declarations that cannot be read alone: they begin with a word that needs the comment before.
BEGIN {
  leaning = "^ */// (The same|Of|Those|It|One that|What|Nothing|Null:|Who|Whoever)[ ,.]"
}

!/^ *\/\/\/ / {
  inside = 0
  next
}

!inside && $0 ~ leaning {
  print FILENAME ":" FNR ": this comment cannot be read alone"
}

{
  inside = 1
}

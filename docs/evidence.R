# Counts which tasks answer which directive, from the evidence table beside it (python -m graph export -o evidence.parquet, or the pack's data folder).
# Needs R 4.1. Reads evidence.parquet where the package arrow is installed, else evidence.dta with haven, else evidence.csv with nothing else.
has <- function(package, file) file.exists(file) && requireNamespace(package, quietly = TRUE)
evidence <- if (has("arrow", "evidence.parquet")) as.data.frame(arrow::read_parquet("evidence.parquet")) else
  if (has("haven", "evidence.dta")) haven::as_factor(haven::read_dta("evidence.dta")) else read.csv("evidence.csv", fileEncoding = "UTF-8-BOM")
links <- evidence[!duplicated(evidence$link), ]                   # a link has a row for each piece of its evidence
answers <- subset(links, scope == "item" & family == "responds" & standing %in% c("party", "government", "line", "law"))
pairs <- unique(answers[, c("paper", "place", "label", "tier")])  # a task counts once for each directive
counts <- aggregate(place ~ label + tier, data = pairs, FUN = length)
print(head(counts[order(-counts$place, counts$label), ], 20), row.names = FALSE)
print(table(droplevels(factor(answers$relation)), droplevels(factor(answers$standing))))
write.csv(counts, "directives-from-r.csv", row.names = FALSE, fileEncoding = "UTF-8")

# Reads evidence.parquet (python -m graph export -o evidence.parquet) and counts which tasks answer which directive. Needs R 4.1 and the package arrow.
library(arrow)
evidence <- as.data.frame(read_parquet("evidence.parquet"))
links <- evidence[!duplicated(evidence$link), ]                   # a link has a row for each piece of its evidence
above <- c("party", "government", "line", "law")
answers <- subset(links, scope == "item" & family == "responds" & standing %in% above)
pairs <- unique(answers[, c("paper", "place", "label", "tier")])  # a task counts once for each directive
counts <- aggregate(place ~ label + tier, data = pairs, FUN = length)
print(head(counts[order(-counts$place, counts$label), ], 20), row.names = FALSE)
print(table(answers$relation, answers$standing))
write.csv(evidence, "evidence-from-r.csv", row.names = FALSE, fileEncoding = "UTF-8")

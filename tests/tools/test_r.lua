-- R reads what we write, and writes what we read.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

local STUDY <const> = "examples/study/observations.csv"

local function r(lines)
    return support.ask(("Rscript --vanilla %s"):format(support.write("script.R", lines)))
end

-- The study has cells that are rejected, which is told apart, and exit code 1.
local function scores_of(data)
    return support.ask(("hundredmark score %s -q --format csv 2>$TMP/told; true"):format(data))
end

-- The means and deviations of R, of what we write, are ours.
function tests.test_statistics_are_those_of_r()
    support.try(("hundredmark score %s -q -o $TMP/scores.csv"):format(STUDY))
    support.try(("hundredmark statistics %s -q -o $TMP/statistics.csv"):format(STUDY))
    local found = r(([==[
scores <- read.csv("%s")
found <- read.csv("%s")
worst <- 0
for (i in seq_len(nrow(found))) {
    x <- scores[scores$code == found$code[i], found$stage[i]]
    x <- x[!is.na(x)]
    mine <- c(length(x), quantile(x, c(0, .25, .5, .75, 1)), mean(x), sd(x))
    ours <- unlist(found[i, c("n", "min", "q25", "median", "q75", "max", "mean", "sd")])
    worst <- max(worst, abs(mine - ours) / pmax(1, abs(mine)), na.rm = TRUE)
}
cat(nrow(found), worst < 1e-12, "\n")
]==]):format(support.path "scores.csv", support.path "statistics.csv"))
    lu.assertEquals(found, "104 TRUE \n")
end

function tests.test_writes_a_wide_table()
    r(([==[
long <- read.csv("%s", colClasses = "character")[, c("city", "period", "input", "value")]
long <- long[!duplicated(long[, c("city", "period", "input")]), ]
write.csv(long, "%s", row.names = FALSE, na = "")
wide <- reshape(long, idvar = c("city", "period"), timevar = "input", direction = "wide")
names(wide) <- sub("^value\\.", "", names(wide))
write.csv(wide, "%s", row.names = FALSE, na = "")
write.csv2(wide, "%s", row.names = FALSE, na = "")
]==]):format(STUDY, support.path "long.csv", support.path "wide.csv", support.path "wide2.csv"))
    local expected = scores_of "$TMP/long.csv"
    lu.assertStrContains(expected, ",index,")
    lu.assertEquals(scores_of "$TMP/wide.csv", expected)
    lu.assertEquals(scores_of "$TMP/wide2.csv", expected)
end

-- So are the correlations, and the components, of what has no gaps.
function tests.test_coherence_is_that_of_r()
    support.try(("hundredmark score %s -q --wide -o $TMP/wide.csv"):format(STUDY))
    support.try(("hundredmark coherence %s -q -o $TMP/correlations.csv"):format(STUDY))
    support.try(("hundredmark coherence %s -q --table pca -o $TMP/pca.csv"):format(STUDY))
    local found = r(([==[
scores <- read.csv("%s", check.names = FALSE)
pairs <- read.csv("%s", colClasses = c("character", "character", rep("numeric", 4)))
worst <- 0
for (i in which(!is.na(pairs$pearson))) {
    x <- scores[[pairs$code[i]]]
    y <- scores[[pairs$other[i]]]
    mine <- sapply(c("pearson", "spearman", "kendall"), function(how) cor(x, y, use = "complete.obs", method = how))
    worst <- max(worst, abs(mine - unlist(pairs[i, 4:6])), sum(complete.cases(x, y)) != pairs$n[i])
}
pca <- read.csv("%s", colClasses = c("character", "numeric", "numeric", "numeric", "character", "numeric"))
for (group in unique(pca$code)) {
    own <- pca[pca$code == group, ]
    children <- unique(own$indicator)
    mine <- prcomp(na.omit(scores[children]), scale. = TRUE)
    values <- own$eigenvalue[own$indicator == children[1]]
    worst <- max(worst, abs(mine$sdev^2 - values))
    if (length(values) == 2 || min(-diff(values)) > 1e-3)
        worst <- max(worst, abs(abs(mine$rotation) - abs(matrix(own$loading, length(children)))))
}
cat(nrow(pairs) > 500, length(unique(pca$code)) > 20, worst < 1e-9, "\n")
]==]):format(support.path "wide.csv", support.path "correlations.csv", support.path "pca.csv"))
    lu.assertEquals(found, "TRUE TRUE TRUE \n")
end

support.run("TestR", tests)

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

support.run("TestR", tests)

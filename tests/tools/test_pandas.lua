-- pandas reads what we write, and writes what we read.

package.path = (arg[0]:match("^(.*/)") or "./") .. "?.lua;" .. package.path

local lu = require "luaunit"
local support = require "support"

local tests = {}

-- Debian's packages of Python belong to Debian's Python.
local PYTHON <const> = "/usr/bin/python3"
local FIGURES <const> = "examples/cities/port-lumen/observations.csv"

local function python(lines)
    local path = support.write("script.py", "import sys\nimport pandas as pd\n" .. lines)
    return support.ask(("%s %s"):format(PYTHON, path))
end

local function scores_of(data)
    return support.ask(("hundredmark score %s -q --format csv"):format(data))
end

function tests.test_reads_rows_and_their_numbers()
    support.ask(("hundredmark score %s -q -o $TMP/scores.csv"):format(FIGURES))
    support.ask(("hundredmark score %s -q -o $TMP/scores.json"):format(FIGURES))
    local found = python(([==[
import json
a = pd.read_csv("%s", dtype={"period": str}, float_precision="round_trip")
b = pd.DataFrame(json.load(open("%s"))["scores"])
print(len(a) == len(b), a["score"].dtype, a["city"].nunique())
print((a["score"].fillna(-1) == b["score"].astype(float).fillna(-1)).all())
]==]):format(support.path "scores.csv", support.path "scores.json"))
    lu.assertEquals(found, "True float64 1\nTrue\n")
end

-- Whatever stands in a name, it comes out as it went in.
function tests.test_reads_names_as_they_stand()
    local path = support.path "names.csv"
    local found = python(([==[
import csv, json, os, subprocess
names = ['Quote "Q"', "two\nlines", '=HYPERLINK("http://x","y")', "+1", "@x", "北京市", "N" * 300, "semi;colon, comma",
         "tab\there", "<b>&amp;", "007", "'apos", "12,5", "1e5", "back\\slash", "|pipe|", "zero\u200bwidth"]
with open("%s", "w", newline="", encoding="utf-8") as file:
    rows = csv.writer(file)
    rows.writerow(["city", "period", "input", "value"])
    rows.writerows([name, "2025", "pipes", 40] for name in names)
def scores(*options):
    subprocess.run(["%s", "score", "-q", "-p", "tests/cli/data/tiny", "%s", "--depth", "0", *options], check=True)
def is_same(frame):
    return list(frame["city"]) == names
folder = os.path.dirname("%s")
def at(name):
    return os.path.join(folder, name)
scores("-o", at("n.csv")); scores("-o", at("n.json")); scores("-o", at("n.ndjson"))
scores("-o", at("s.csv"), "--bom", "--delimiter", ";", "--decimal", ","); scores("-o", at("t.csv"), "--delimiter", "tab")
texts = dict(dtype=str, keep_default_na=False)
print(is_same(pd.read_csv(at("n.csv"), **texts)), is_same(pd.read_csv(at("s.csv"), sep=";", **texts)),
      is_same(pd.read_csv(at("t.csv"), sep="\t", **texts)), is_same(pd.read_json(at("n.ndjson"), lines=True, dtype=False)),
      is_same(pd.DataFrame(json.load(open(at("n.json")))["scores"])))
scores("-o", at("safe.csv"), "--safe-cells")
safe = list(pd.read_csv(at("safe.csv"), **texts)["city"])
print([b for a, b in zip(names, safe) if a != b])
]==]):format(path, support.program, path, path))
    lu.assertEquals(found, "True True True True True\n['\\'=HYPERLINK(\"http://x\",\"y\")', \"'@x\"]\n")
end

function tests.test_writes_a_wide_table()
    python(([==[
long = pd.read_csv("%s", dtype=str)
long[["city", "period", "input", "value"]].to_csv("%s", index=False)
wide = long.pivot(index=["city", "period"], columns="input", values="value").reset_index()
wide.to_csv("%s", index=False)
]==]):format(FIGURES, support.path "long.csv", support.path "wide.csv"))
    lu.assertEquals(scores_of "$TMP/wide.csv", scores_of "$TMP/long.csv")
end

-- Figures as numbers of Python: 318 becomes 318.0, and a year as an index 2025.0.
function tests.test_writes_numbers()
    python(([==[
long = pd.read_csv("%s")
long = long[pd.to_numeric(long["value"], errors="coerce").notna()]
long[["city", "period", "input", "value"]].to_csv("%s", index=False)
numbers = long.assign(value=long["value"].astype(float), period=long["period"].astype(float))
numbers[["city", "period", "input", "value"]].to_csv("%s", index=False)
]==]):format(FIGURES, support.path "long.csv", support.path "numbers.csv"))
    lu.assertEquals(scores_of "$TMP/numbers.csv", scores_of "$TMP/long.csv")
end

function tests.test_writes_objects_of_json()
    python(([==[
long = pd.read_csv("%s", dtype=str)
long[["city", "period", "input", "value"]].to_csv("%s", index=False)
wide = long.pivot(index=["city", "period"], columns="input", values="value").reset_index()
wide.to_json("%s", orient="records")
wide.to_json("%s", orient="records", lines=True)
]==]):format(FIGURES, support.path "long.csv", support.path "wide.json", support.path "wide.ndjson"))
    local expected = scores_of "$TMP/long.csv"
    lu.assertEquals(scores_of "$TMP/wide.json", expected)
    lu.assertEquals(scores_of "$TMP/wide.ndjson", expected)
end

support.run("TestPandas", tests)

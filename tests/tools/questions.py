"""Questions that depend on answers (asked_if) and rules (rules.lua) in the collection workbook, as LibreOffice works
them out, held against what the program says of the same figures.

    python3 questions.py HUNDREDMARK

A package of its own is filled in again and again. What the column Check shows has to be what is written below, and
the rules that it calls broken have to be those that `check` finds in the workbook as it was saved.
"""
import csv
import os
import re
import sys
import tempfile

import office
import sheet_cells
from collection import Book, run

PACKAGE = {
    "package.lua": """return package { name = "quays", version = "1", api = 1, title = "Quays",
    nodes = { { "index", "Index" }, { "W", "Water", parent = "index" }, { "L", "Land", parent = "index" } } }""",
    "inputs.lua": """return {
    flag { "has_port", "Is there a port?" },
    choice { "water", "At what water?", options = { "sea", "river" }, asked_if = input.has_port },
    records { "ships", "Ships", asked_if = input.has_port, columns = { count { "decks", "Decks" } } },
}""",
    "W1.lua": """return indicator { code = "W1", parent = "W", name = "Berths with power",
    inputs = { count { "powered", "Berths with power", asked_if = input.has_port },
        count { "berths", "Berths", asked_if = input.has_port }, "ships" },
    measure = 100 * input.powered / input.berths + 0 * count_rows(input.ships) }""",
    "W2.lua": """return indicator { code = "W2", parent = "W", name = "Gates that were tested",
    inputs = { count { "tested", "Gates tested", asked_if = eq(input.water, "sea") },
        count { "gates", "Gates", asked_if = eq(input.water, "sea") } },
    measure = 100 * input.tested / input.gates }""",
    "L1.lua": """return indicator { code = "L1", parent = "L", name = "Trees",
    inputs = { amount { "trees", "Trees" }, amount { "land", "Land" } },
    measure = 100 * input.trees / input.land }""",
    "rules.lua": """return {
    rule { "power", input.powered, "<=", input.berths, about = "power is at berths" },
    rule { "gates", gt(input.gates, 0), "implies", gt(input.berths, 0), severity = "error" },
    rule { "land", input.trees + input.berths, "<", input.land, tolerance = 1 },
    rule { "both", input.trees, "!=", input.land, missing = "count" },
    rule { "growth", input.land, "<=", 2 * previous(input.land) },
    rule { "alone", gt(input.trees, 5), "excludes", eq(input.water, "river") },
}""",
}

LAST_TIME = "city,period,has_port,water,berths,powered,trees,land\nQuayham,2024,yes,river,4,,4,10\n"

POWER = 'ok, but breaks rule "power": power is at berths'
GATES = 'breaks rule "gates": gates > 0 needs berths > 0'
LAND = 'ok, but breaks rule "land": trees + berths < land'
BOTH = 'ok, but breaks rule "both": trees != land'
GROWTH = 'ok, but breaks rule "growth": land <= 2 * previous(land)'
ALONE = 'ok, but breaks rule "alone": trees > 5 excludes water == "river"'
UNSAID = 'empty, but breaks rule "both": trees != land'
LEAVE = "not asked: leave it empty"

# What is typed, and what the column Check says; of what is not named "empty" is said. `asked`: how many figures are,
# and how many are filled in.
CASES = [
    ({}, {}, (8, 0)),
    ({"has_port": "no"},
     {"has_port": "ok", "water": "not asked", "powered": "not asked", "berths": "not asked", "tested": "not asked",
      "gates": "not asked"}, (3, 1)),
    ({"has_port": "no", "water": "sea", "berths": "3", "gates": "NA", "tested": "NR", "trees": "NA"},
     {"has_port": "ok", "water": LEAVE, "powered": "not asked", "berths": LEAVE, "tested": "not asked",
      "gates": "not asked", "trees": "NA, but it applies to every city: 0, or NR", "land": UNSAID}, (5, 1)),
    ({"has_port": "yes", "water": "river", "powered": "5", "berths": "4", "trees": "3", "land": "12"},
     {"has_port": "ok", "water": "ok", "powered": POWER, "berths": POWER, "tested": "not asked", "gates": "not asked",
      "trees": "ok", "land": "ok"}, (6, 6)),
    ({"has_port": "yes", "water": "sea", "gates": "2", "tested": "1", "berths": "0", "powered": "0", "trees": "10",
      "land": "21"},
     {"has_port": "ok", "water": "ok", "powered": "ok", "berths": GATES, "tested": "ok", "gates": GATES,
      "trees": "ok", "land": GROWTH}, (8, 6)),
    ({"has_port": "NR", "water": "river", "berths": "2", "powered": "1", "trees": "6", "land": "8.5"},
     {"has_port": "not reported", "water": ALONE, "powered": "ok", "berths": LAND, "tested": "not asked",
      "gates": "not asked", "trees": LAND, "land": LAND}, (6, 5)),
    ({"has_port": "no", "trees": "7", "land": "7"},
     {"has_port": "ok", "water": "not asked", "powered": "not asked", "berths": "not asked", "tested": "not asked",
      "gates": "not asked", "trees": BOTH, "land": BOTH}, (3, 3)),
    ({"has_port": "no", "trees": "7"},
     {"has_port": "ok", "water": "not asked", "powered": "not asked", "berths": "not asked", "tested": "not asked",
      "gates": "not asked", "trees": BOTH, "land": UNSAID}, (3, 2)),
    ({"has_port": "no", "trees": "7", "land": "nr"},
     {"has_port": "ok", "water": "not asked", "powered": "not asked", "berths": "not asked", "tested": "not asked",
      "gates": "not asked", "trees": BOTH, "land": UNSAID.replace("empty", "not reported")}, (3, 2)),
]
FIGURES = ["has_port", "water", "powered", "berths", "tested", "gates", "trees", "land"]


def make_template(program, folder):
    package = os.path.join(folder, "quays")
    os.mkdir(package)
    for name, text in PACKAGE.items():
        with open(os.path.join(package, name), "w", encoding="utf-8") as file:
            file.write(text)
    last, template = os.path.join(folder, "last.csv"), os.path.join(folder, "template.xlsx")
    with open(last, "w", encoding="utf-8") as file:
        file.write(LAST_TIME)
    run(program, "template", "-p", package, "-o", template, "--from", last, "--period", "2025")
    return package, last, template


def commands_of(template, folder):
    """Types each case into a new workbook, reads what is said of all figures, and saves it."""
    book = Book(template)
    [total] = [row for (row, _), text in sheet_cells.read(template)["Start"].items() if text == "All figures"]
    for number, (typed, _, _) in enumerate(CASES):
        yield ["open", template]
        for name, text in typed.items():
            yield ["type"] + book.cell(book.figures[name], "value") + [text]
        for name in FIGURES:
            yield ["read"] + book.cell(book.figures[name], "check")
        for column in "CD":
            yield ["read", "Start", column + str(total)]
        yield ["save", os.path.join(folder, f"{number}.xlsx"), office.XLSX]
        yield ["close"]


def broken_of(program, package, path, last, typed):
    """The ids of the rules that the program finds broken in the workbook's period, but for those of which nothing was
    typed: LibreOffice has not worked them out yet."""
    issues = path + ".csv"
    run(program, "check", "-p", package, path, last, "--issues", issues)
    with open(issues, newline="", encoding="utf-8") as file:
        return {row["rule"] for row in csv.DictReader(file)
                if row["period"] == "2025" and row["rule"] and any(name in row["message"] for name in typed)}


def compare(number, found):
    typed, expected, counts = CASES[number]
    wrong = 0
    for name, said in zip(FIGURES, found):
        if said != expected.get(name, "empty"):
            print(f"case {number}: {name}: the check says '{said}', not '{expected.get(name, 'empty')}'")
            wrong += 1
    if tuple(int(float(text)) for text in found[len(FIGURES):]) != counts:
        print(f"case {number}: {found[len(FIGURES):]} figures are asked and filled in, not {counts}")
        wrong += 1
    return wrong


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        package, last, template = make_template(program, folder)
        found = office.Office(folder, "en-US").run(commands_of(template, folder))
        each, wrong = len(FIGURES) + 2, 0
        for number in range(len(CASES)):
            said = found[number * each:(number + 1) * each]
            wrong += compare(number, said)
            shown = set(re.findall('breaks rule "([^"]*)"', "\n".join(said)))
            broken = broken_of(program, package, os.path.join(folder, f"{number}.xlsx"), last, CASES[number][0])
            if shown != broken:
                print(f"case {number}: the workbook shows {shown}, the program finds {broken}")
                wrong += 1
    print(f"{len(CASES)} workbooks, {wrong} faults")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""The collection workbook through LibreOffice and back, as offices in four languages fill it in: one of them in
English where there is no other, two in their own.

    python3 collection.py HUNDREDMARK SOURCES

The figures of the example city are typed into a new workbook, with the decimal mark of the language, saved as XLSX
and as ODS, and scored: the bytes have to be those of the example's CSV. Then slips are typed, and what the column
Check shows has to be what is written below.
"""
import csv
import os
import subprocess
import sys
import tempfile

import office
import sheet_cells

LOCALES = ["en-US", "de-DE", "fr-FR", "zh-CN"]
MARKS = {"en-US": ".", "de-DE": ",", "fr-FR": ",", "zh-CN": "."}
LANGUAGES = {"fr-FR": "fr", "zh-CN": "zh"}    # of the workbook; else English
# What cells are filled in with, by column.
ANSWERS = {"fr": {"yes": "oui", "no": "non"}, "zh": {"yes": "是", "no": "否"}}
STATUSES = {"fr": {"observed": "observé", "not_reported": "non communiqué", "not_applicable": "sans objet"},
            "zh": {"observed": "已观测", "not_reported": "未报送", "not_applicable": "不适用"}}
MARKERS = ("hm:start", "hm:figures", "hm:records")

# What is typed (# stands for the decimal mark, ' begins a text), and what the column Check says of it.
SLIPS = [
    ("one_stop_services", "500", "above its whole: All government services that the city offers"),
    ("government_services", "412", "ok"),
    ("single_sign_in_services", "4l2", "not a number"),
    ("digital_signature_services", "", "empty"),
    ("citizen_requests_processed", "12#5", "not a whole number"),
    ("citizen_requests", "-5", "below 0"),
    ("transport_info_real_time", "maybe", "neither yes nor no"),
    ("transport_info_channels", "yes", "ok"),
    ("transport_info_secondary_roads", "NR", "not reported"),
    ("routes_with_arrival_forecast", "na", "does not apply"),
    ("communities", "NA", "NA, but it applies to every city: 0, or NR"),
    ("media_portals_accessible", "4", "above 3"),
    ("pipe_network_km", "1,234.5 km", "not a number"),
    ("pipe_network_monitored_km", "0#1", "ok"),
    ("new_road_km", "'12#5", "ok, but it is text: its limits are not looked at"),
    ("pipe_gallery_km", "'1#2#5", "not a number"),
    ("citizen_display_usage", "85", "above 1: write 85 % as 0.85"),
    ("citizen_open_data_engagement", "85%", "ok"),
    ("households", "=1/0", "an error of the spreadsheet"),
    ("schools", "nr", "not reported"),
]

# The same checks in other languages.
SAID = {
    "fr": {
        "above its whole: All government services that the city offers":
            "au-dessus de son total\u00a0: Tous les services administratifs que la ville offre",
        "ok": "ok", "not a number": "pas un nombre", "empty": "vide", "not a whole number": "pas un nombre entier",
        "below 0": "au-dessous de 0", "neither yes nor no": "ni oui ni non", "not reported": "non communiqué",
        "does not apply": "sans objet",
        "NA, but it applies to every city: 0, or NR": "NA, mais cela concerne toutes les villes\u00a0: 0 ou NR",
        "above 3": "au-dessus de 3",
        "above 1: write 85 % as 0.85": "au-dessus de 1\u00a0: écrivez 85\u00a0% sous la forme 0,85",
        "an error of the spreadsheet": "une erreur du tableur",
        "ok, but it is text: its limits are not looked at": "ok, mais c'est du texte\u00a0: ses limites ne sont pas contrôlées",
    },
    "zh": {
        "above its whole: All government services that the city offers": "大于其总数：城市提供的政务服务总项数",
        "ok": "可用", "not a number": "不是数字", "empty": "空", "not a whole number": "不是整数",
        "below 0": "低于0", "neither yes nor no": "既不是“是”也不是“否”", "not reported": "未报送",
        "does not apply": "不适用", "NA, but it applies to every city: 0, or NR": "填了NA，但此项适用于所有城市：填0或NR",
        "above 3": "高于3", "above 1: write 85 % as 0.85": "大于1：85%请写作0.85",
        "an error of the spreadsheet": "电子表格错误",
        "ok, but it is text: its limits are not looked at": "可用，但为文本：不检查其上下限",
    },
}


class Book:
    """Where the cells of a collection workbook are."""

    def __init__(self, path):
        self.columns, self.figures, self.start, self.records = {}, {}, {}, {}
        for sheet, cells in sheet_cells.read(path).items():
            marked = [at for at, text in sorted(cells.items()) if text in MARKERS]
            if marked:
                self._add(sheet, cells, *marked[0])

    def _add(self, sheet, cells, row, column):
        heads = {text: c for (r, c), text in cells.items() if r == row}
        keys = {text: (sheet, r) for (r, c), text in cells.items() if c == column and r > row}
        self.columns[sheet] = heads
        if cells[row, column] == "hm:start":
            self.start = keys
        elif cells[row, column] == "hm:figures":
            self.figures.update(keys)
        else:
            last = max(r for (r, c) in cells)
            self.records[cells[row, column + 1]] = (sheet, last + 1)

    def cell(self, place, name):
        sheet, row = place
        return [sheet, sheet_cells.column_name(self.columns[sheet][name]) + str(row)]


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def localised(text, mark):
    """A number as it is typed where this is the decimal mark."""
    try:
        float(text)
    except ValueError:
        return text
    return text.replace(".", mark)


def words_of(locale):
    """What is typed in the place of English words, by column."""
    language = LANGUAGES.get(locale)
    answers = ANSWERS.get(language, {})
    return {"value": answers, "verified": answers, "status": STATUSES.get(language, {})}


def type_city(book, folder, mark, words):
    """The commands that type all that a folder of data says of its one city and period."""
    observations = rows_of(os.path.join(folder, "observations.csv"))
    for key in ("city", "period"):
        yield ["type"] + book.cell(book.start[key], "value") + [observations[0][key]]
    for row in observations:
        for name in ("value", "status", "quality", "verified", "source", "note"):
            text = words.get(name, {}).get(row[name], row[name])
            text = localised(text, mark) if name == "value" else text
            if text:
                yield ["type"] + book.cell(book.figures[row["input"]], name) + [text]
    for records, (sheet, first) in book.records.items():
        for number, row in enumerate(rows_of(os.path.join(folder, records + ".csv"))):
            for name in row:
                if name not in ("city", "period") and row[name]:
                    yield (["type"] + book.cell((sheet, first + number), name)
                           + [localised(row[name], mark)])


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout


def commands_of(book, template, example, locale, saved):
    """Fills the workbook with the example and saves it; then types the slips into a new one."""
    mark, answers = MARKS[locale], ANSWERS.get(LANGUAGES.get(locale), {})
    yield ["open", template]
    yield from type_city(book, example, mark, words_of(locale))
    for row in rows_of(os.path.join(example, "observations.csv")):
        yield ["read"] + book.cell(book.figures[row["input"]], "check")
    for path, kind in saved:
        yield ["save", path, kind]
    yield ["close"]
    yield ["open", template]
    for name, typed, _ in SLIPS:
        typed = answers.get(typed, typed)
        if typed:
            yield ["type"] + book.cell(book.figures[name], "value") + [typed.replace("#", mark)]
    for name, _, _ in SLIPS:
        yield ["read"] + book.cell(book.figures[name], "check")
    yield ["close"]


def compare_checks(locale, rows, found):
    """What the column Check says of figures that are as they should be."""
    wrong, words = 0, SAID.get(LANGUAGES.get(locale), {})
    for row, said in zip(rows, found):
        expected = "not reported" if row["value"] == "NR" else "does not apply" if row["value"] == "NA" else "ok"
        if said != words.get(expected, expected):
            print(f"{locale}: {row['input']}: {row['value']}, {row['status']}: the check says '{said}'")
            wrong += 1
    return wrong


def compare_slips(locale, found):
    wrong = 0
    words = SAID.get(LANGUAGES.get(locale), {})
    for (name, typed, expected), said in zip(SLIPS, found):
        if locale == "de-DE" and typed == "'12#5":
            expected = "not a number"    # a comma in a workbook in English
        expected = words.get(expected, expected)
        if said != expected:
            print(f"{locale}: {name}: '{typed}': the check says '{said}', not '{expected}'")
            wrong += 1
    if len(found) != len(SLIPS):
        print(f"{locale}: {len(found)} checks were read, not {len(SLIPS)}")
        wrong += 1
    return wrong


def template_in(program, folder, locale):
    language = LANGUAGES.get(locale, "en")
    path = os.path.join(folder, f"template-{language}.xlsx")
    run(program, "template", "-o", path, "--lang", language)
    return path


def test_locale(program, example, folder, locale):
    template = template_in(program, folder, locale)
    saved = [(os.path.join(folder, f"{locale}.xlsx"), office.XLSX),
             (os.path.join(folder, f"{locale}.ods"), office.ODS)]
    commands = commands_of(Book(template), template, example, locale, saved)
    found = office.Office(folder, locale).run(commands)
    rows = rows_of(os.path.join(example, "observations.csv"))
    wrong = compare_checks(locale, rows, found) + compare_slips(locale, found[len(rows):])
    expected = run(program, "score", example, "--format", "csv")
    for path, _ in saved:
        if run(program, "score", path, "--format", "csv") != expected or not expected:
            print(f"{path}: its scores are not those of the CSV")
            wrong += 1
        if said_of(program, path):
            print(f"{path}: {said_of(program, path)}")
            wrong += 1
    return wrong


def test_bytes(program, template):
    """The same workbook twice, to a file and to a pipe."""
    with open(template, "rb") as file:
        if run(program, "template", "--format", "xlsx") == file.read():
            return 0
    print("the workbook has other bytes the second time")
    return 1


def compare_last_time(template, example, answers):
    """What the workbook shows of last time."""
    book, cells, wrong = Book(template), sheet_cells.read(template), 0
    for row in rows_of(os.path.join(example, "observations.csv")):
        sheet, number = book.figures[row["input"]]
        shown = cells[sheet].get((number, book.columns[sheet]["previous"]), "")
        expected = answers.get(row["value"], row["value"]) if row["value"] != "NR" else ""
        if shown != expected:
            print(f"{row['input']}: '{shown}' is shown of last time, not '{expected}'")
            wrong += 1
    return wrong


def test_last_time(program, example, folder):
    """What was reported last time stands beside what is to be filled in, and is compared with it."""
    template, wrong = os.path.join(folder, "last.xlsx"), 0
    for language in ("fr", "en"):
        run(program, "template", "-o", template, "--from", example, "--period", "2026", "--lang", language)
        wrong += compare_last_time(template, example, ANSWERS.get(language, {}))
    book = Book(template)
    typed = [("schools", "123", "ok"), ("communities", "1480", "ok, but far from last time: right?"),
             ("households", "9", "ok, but far from last time: right?")]    # of 124, 148 and 203400
    places = {name: book.figures[name] for name, _, _ in typed}
    found = office.Office(folder, "en-US").run(
        [["open", template]] + [["type"] + book.cell(places[name], "value") + [text] for name, text, _ in typed]
        + [["read"] + book.cell(places[name], "check") for name, _, _ in typed] + [["close"]])
    for (name, text, expected), said in zip(typed, found):
        if said != expected:
            print(f"{name}: {text} after last time: the check says '{said}', not '{expected}'")
            wrong += 1
    return wrong


def test_lost_names(program, template, folder):
    """A sheet whose hidden row of names is deleted is not passed over in silence."""
    book, changed = Book(template), os.path.join(folder, "lost.xlsx")
    sheet, _ = book.figures["schools"]
    [row] = {r for (r, _), text in sheet_cells.read(template)[sheet].items() if text == "hm:figures"}
    changes = [book.cell(book.start["city"], "value") + ["Quayham"], book.cell(book.start["period"], "value") + ["2025"]]
    changes += [[sheet, sheet_cells.column_name(column) + str(row), ""] for column in book.columns[sheet].values()]
    setter = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "set_cells.py")]
    subprocess.run(setter + [template, changed], input="\n".join("\t".join(line) for line in changes), text=True,
                   check=True)
    said = subprocess.run([program, "score", changed], capture_output=True, text=True, check=False)
    if f'sheets that are not read unless they are named: "{sheet}"' in said.stderr:
        return 0
    print(f"nothing says that sheet {sheet} has lost its names")
    return 1


def changed(template, folder, changes):
    """A workbook in which these cells are others."""
    path = os.path.join(folder, "changed.xlsx")
    setter = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "set_cells.py")]
    subprocess.run(setter + [template, path], input="\n".join("\t".join(line) for line in changes), text=True, check=True)
    return path


# What is typed into cells that nobody reads, by input and column, and what is said of it.
MISPLACED = [
    ("schools", "unit", "12", 'found "12" in a cell that is not read'),
    ("pipe_network_km", "unit", "miles", 'found "miles" where the form says "km"'),
    ("communities", "label", "Villages", 'found "Villages" where the form says "'),
    ("households", "indicators", "later", 'found "later" where the form says "'),
    ("citizens", "check", "ok", 'found "ok" in place of the formula that checks the figure of citizens'),
    ("treatments", "hm:figures", "schools", "found a second row of schools"),
    ("treatments", "hm:figures", "schools", "no row of what the form asks for, so it is not reported: treatments"),
]


def test_misplaced(program, template, folder):
    """What is typed where nothing is read is told of; what stands there from the start, and notes, are not."""
    book, wrong = Book(template), 0
    start = [book.cell(book.start["city"], "value") + ["Quayham"], book.cell(book.start["period"], "value") + ["2025"]]
    plain = changed(template, folder, start + [book.cell(book.figures["schools"], "note") + ["12"]])
    if said_of(program, plain):
        print(f"of a workbook that is as it was made is said {said_of(program, plain)}")
        wrong += 1
    for name, column, typed, expected in MISPLACED:
        cell = book.cell(book.figures[name], column)
        said = said_of(program, changed(template, folder, start + [cell + [typed]]))
        if expected not in said or (not expected.startswith("no row") and f"{cell[0]}!{cell[1]}: " not in said):
            print(f"{name}: '{typed}' in the column {column}: is said '{said}', not '{expected}'")
            wrong += 1
    return wrong


def said_of(program, path):
    """What is said of cells and of the whole when a workbook is read."""
    said = subprocess.run([program, "import", path], capture_output=True, text=True, check=False).stderr
    return "".join(line for line in said.splitlines(keepends=True) if not line.startswith("hundredmark: "))


def main(program, sources):
    example = os.path.join(sources, "examples", "cities", "port-lumen")
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "template.xlsx")
        run(program, "template", "-o", template)
        wrong = test_bytes(program, template)
        wrong += test_last_time(program, example, folder)
        for locale in ("en-US", "fr-FR"):
            wrong += test_lost_names(program, template_in(program, folder, locale), folder)
        wrong += test_misplaced(program, template, folder)
        for locale in LOCALES:
            wrong += test_locale(program, example, folder, locale)
    print(f"{len(LOCALES)} languages, {wrong} faults")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))

"""Changes cells of a workbook, and leaves formulas without what they were last computed to.

    set_cells.py IN.xlsx OUT.xlsx < CHANGES

A line of CHANGES is sheet, cell and value, with tabs between: a number, a text, or nothing. Whoever
opens OUT.xlsx has to compute all formulas.
"""
import re
import sys
import zipfile
from xml.sax.saxutils import escape

CELL = re.compile(r'<c r="([A-Z]+\d+)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.S)
FORMULA = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)')


def read_changes(lines):
    changes = {}
    for line in lines:
        sheet, cell, value = line.rstrip("\n").split("\t")
        changes.setdefault(sheet, {})[cell] = value
    return changes


def files_of_sheets(book):
    names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    return {f"xl/worksheets/sheet{i}.xml": name for i, name in enumerate(names, 1)}


def written(cell, style, value):
    start = f'<c r="{cell}"{style or ""}'
    if not value:
        return start + "/>"
    try:
        float(value)
    except ValueError:
        return f'{start} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"{start}><v>{value}</v></c>"


def change(text, changes):
    done = set()

    def replace(found):
        if found[1] in changes:
            done.add(found[1])
            return written(found[1], found[2], changes[found[1]])
        formula = FORMULA.match(found[0])
        return f"{formula[1]}>{formula[2]}</c>" if formula else found[0]

    text = CELL.sub(replace, text)
    if done != set(changes):
        sys.exit(f"no cells {sorted(set(changes) - done)}")
    return text


def main():
    changes = read_changes(sys.stdin)
    with zipfile.ZipFile(sys.argv[1]) as book, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as out:
        sheets = files_of_sheets(book)
        for item in book.infolist():
            data = book.read(item)
            if item.filename in sheets:
                data = change(data.decode(), changes.get(sheets[item.filename], {})).encode()
            out.writestr(item, data)


main()

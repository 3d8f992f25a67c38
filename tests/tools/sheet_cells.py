"""The texts of an XLSX workbook, by nothing but Python's own library: {sheet: {(row, column): text}}, from 1."""
import re
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number):
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _shared_strings(book):
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in entry.iter(MAIN + "t")) for entry in root.iter(MAIN + "si")]


def _parts(book):
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target") for link in links}
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    for sheet in root.iter(MAIN + "sheet"):
        yield sheet.get("name"), "xl/" + targets[sheet.get(RELATION)].replace("/xl/", "")


def _text(cell, shared):
    value = cell.find(MAIN + "v")
    if value is None or value.text is None:
        return "".join(t.text or "" for t in cell.iter(MAIN + "t"))
    return shared[int(value.text)] if cell.get("t") == "s" else value.text


def read(path):
    sheets = {}
    with zipfile.ZipFile(path) as book:
        shared = _shared_strings(book)
        for name, part in _parts(book):
            cells = sheets[name] = {}
            for cell in ElementTree.fromstring(book.read(part)).iter(MAIN + "c"):
                letters, digits = re.match(r"([A-Z]+)(\d+)$", cell.get("r")).groups()
                text = _text(cell, shared)
                if text != "":
                    cells[int(digits), column_number(letters)] = text
    return sheets

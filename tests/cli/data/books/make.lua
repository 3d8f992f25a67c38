-- Makes the workbooks beside this file, which the goldens `book-*` read. Each holds what offices'
-- workbooks have, written by hand as their programs write it; nothing of it comes from elsewhere.
--
--   lua5.4 make.lua FOLDER           writes them there
--   lua5.4 make.lua --check FOLDER   fails where one is not as it would be written
--
-- The bytes are the same each time.

local check = arg[1] == "--check"
local folder = assert(arg[check and 2 or 1], "make.lua [--check] FOLDER")

-- A zip archive whose parts are stored as they are ------------------------------------------------

local function crc(text)
    local sum = 0xFFFFFFFF
    for i = 1, #text do
        sum = sum ~ text:byte(i)
        for _ = 1, 8 do
            sum = (sum >> 1) ~ (0xEDB88320 & -(sum & 1))
        end
    end
    return ~sum & 0xFFFFFFFF
end

-- What a local header and an entry of the directory share: stored, of 2024-01-01.
local function entry(part)
    return string.pack("<I2I2I2I4I4I4I4I2I2", 20, 0, 0, 0x58210000, crc(part.text), #part.text,
        #part.text, #part.name, 0)
end

local function zip(parts)
    local out, directory, offset = {}, {}, 0
    for _, part in ipairs(parts) do
        local header = "PK\3\4" .. entry(part) .. part.name
        directory[#directory + 1] = "PK\1\2\20\0" .. entry(part) ..
            string.pack("<I2I2I2I4I4", 0, 0, 0, 0, offset) .. part.name
        out[#out + 1] = header .. part.text
        offset = offset + #out[#out]
    end
    local list = table.concat(directory)
    return table.concat(out) .. list ..
        string.pack("<c4I4I2I2I4I4I2", "PK\5\6", 0, #parts, #parts, #list, offset, 0)
end

local function write(name, bytes)
    local file = assert(io.open(folder .. "/" .. name, check and "rb" or "wb"))
    if check then
        assert(file:read("a") == bytes, name .. " is not as make.lua makes it")
    else
        file:write(bytes)
    end
    file:close()
end

-- XLSX --------------------------------------------------------------------------------------------

local MAIN <const> = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
local PACKAGE <const> = "http://schemas.openxmlformats.org/package/2006/relationships"
local OFFICE <const> = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
local XML <const> = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

local function relations(list)
    local out = { XML, '<Relationships xmlns="', PACKAGE, '">' }
    for i, one in ipairs(list) do
        out[#out + 1] = ('<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>'):format(i, OFFICE, one[1],
            one[2])
    end
    return table.concat(out) .. "</Relationships>"
end

-- Styles: 1 a percentage, 2 a day, 3 a month, 4 hours that go on beyond a day, 5 a day with a time.
local STYLES <const> = XML .. '<styleSheet xmlns="' .. MAIN .. '"><numFmts count="1"><numFmt numFmtId="164" ' ..
    'formatCode="mm/yyyy"/></numFmts><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="9"/>' ..
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/><xf numFmtId="22"/></cellXfs></styleSheet>'
-- Texts that cells share: 0 a plain one, 1 in two looks and with how it is pronounced.
local STRINGS <const> = XML .. '<sst xmlns="' .. MAIN .. '" count="2" uniqueCount="2"><si><t>Northport</t></si>' ..
    '<si><r><t>South</t></r><r><rPr><b/></rPr><t>port</t></r><rPh sb="0" eb="5"><t>SAUSU</t></rPh></si></sst>'

local function content_types(sheets)
    local kind <const> = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    local out = { XML, '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' }
    local function add(part, name)
        out[#out + 1] = ('<Override PartName="/xl/%s.xml" ContentType="%s%s+xml"/>'):format(part, kind, name)
    end
    add("workbook", "sheet.main")
    add("styles", "styles")
    add("sharedStrings", "sharedStrings")
    for i = 1, sheets do
        add("worksheets/sheet" .. i, "worksheet")
    end
    return table.concat(out) .. "</Types>"
end

-- sheets: { name, xml of its part, state = "hidden" or nil }. `properties`: of the workbook.
local function xlsx(sheets, properties)
    local list, targets, parts = {}, {}, {}
    for i, sheet in ipairs(sheets) do
        list[i] = ('<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>'):format(sheet[1], i,
            sheet.state and (' state="%s"'):format(sheet.state) or "", i)
        targets[i] = { "worksheet", ("worksheets/sheet%d.xml"):format(i) }
        parts[i] = { name = "xl/" .. targets[i][2],
            text = XML .. '<worksheet xmlns="' .. MAIN .. '">' .. sheet[2] .. "</worksheet>" }
    end
    targets[#targets + 1] = { "styles", "styles.xml" }
    targets[#targets + 1] = { "sharedStrings", "sharedStrings.xml" }
    table.move({
        { name = "[Content_Types].xml", text = content_types(#sheets) },
        { name = "_rels/.rels", text = relations { { "officeDocument", "xl/workbook.xml" } } },
        { name = "xl/workbook.xml", text = XML .. '<workbook xmlns="' .. MAIN .. '" xmlns:r="' .. OFFICE ..
            '">' .. (properties or "") .. "<sheets>" .. table.concat(list) .. "</sheets></workbook>" },
        { name = "xl/_rels/workbook.xml.rels", text = relations(targets) },
        { name = "xl/styles.xml", text = STYLES },
        { name = "xl/sharedStrings.xml", text = STRINGS },
    }, 1, 6, #parts + 1, parts)
    return zip(parts)
end

local function text(cell, value)
    return ('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'):format(cell, value)
end

local function number(cell, value, style)
    return ('<c r="%s"%s><v>%s</v></c>'):format(cell, style and (' s="%d"'):format(style) or "", value)
end

local function shared(cell, index)
    return ('<c r="%s" t="s"><v>%d</v></c>'):format(cell, index)
end

local function row(index, ...)
    return ('<row r="%d">'):format(index) .. table.concat { ... } .. "</row>"
end

local function names(index, ...)
    local cells = {}
    for i, name in ipairs { ... } do
        cells[i] = text(string.char(64 + i) .. index, name)
    end
    return row(index, table.concat(cells))
end

-- A sheet as a city office has it: a title over merged cells, the header in the fourth row, a row that
-- is filtered out, a hidden column, one value that was left under a merged cell, a month, an empty row,
-- a note below, and a format down to the last row.
local function figures()
    return '<cols><col min="4" max="4" hidden="1"/></cols><sheetData>' ..
        row(1, text("A1", "Figures of the year")) .. row(2, text("A2", "as of March")) ..
        names(4, "city", "period", "households", "households_online", "portal", "pipes") ..
        row(5, shared("A5", 0), number("B5", 45809, 3), number("C5", 400), number("D5", 0.85, 1),
            '<c r="E5" t="b"><f aca="false">TRUE()</f><v>1</v></c>', number("F5", 120.5)) ..
        '<row r="6" hidden="1">' .. shared("A6", 1) .. number("B6", 45809, 3) .. number("C6", 500) ..
        number("D6", 200) .. '<c r="E6" t="b"><v>0</v></c>' ..
        '<c r="F6" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>' ..
        row(8, text("A8", "Eastport"), number("B8", 45809, 3), '<c r="C8"><f>SUM(C5:C6)</f></c>',
            number("D8", 300), text("E8", "yes"), number("F8", 99)) ..
        row(10, text("A10", "Source: the office")) ..
        row(1048576, '<c r="F1048576" s="1"/>') ..
        '</sheetData><mergeCells count="2"><mergeCell ref="A1:F1"/><mergeCell ref="F5:F8"/></mergeCells>'
end

local OFFICE_BOOK <const> = xlsx {
    { "Figures", figures() },
    { "Last year", "<sheetData>" .. names(1, "city", "period", "input", "value", "note") ..
        row(2, shared("A2", 0), number("B2", 2024), text("C2", "households"), number("D2", 390),
            text("E2", "counted")) .. "</sheetData>", state = "hidden" },
    { "Notes", "<sheetData>" .. row(3, text("B3", "Made by hand")) .. "</sheetData>" },
}
write("office.xlsx", OFFICE_BOOK)
write("broken.xlsx", OFFICE_BOOK:sub(1, 2000))
-- The beginning of what old programs wrote, and of what holds a workbook with a password.
write("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" .. ("\0"):rep(24))
write("locked.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" .. ("\0"):rep(24) ..
    ("EncryptedPackage"):gsub(".", "%0\0"))

-- Days that are counted from 1904, a day with a time that is midnight, and figures in texts, one of
-- which says what the marks of the others are.
write("days.xlsx", xlsx({ { "Days", "<sheetData>" .. names(1, "city", "period", "pipes", "households") ..
    row(2, shared("A2", 0), number("B2", 44377, 2), text("C2", "1.250,5"), text("D2", "1.500")) ..
    row(3, shared("A3", 0), number("B3", 44378, 5), number("C3", 1.125), text("D3", "2.000")) ..
    "</sheetData>" } }, '<workbookPr date1904="1"/>'))
-- A text that nothing settles.
write("unclear.xlsx", xlsx { { "Figures", "<sheetData>" .. names(1, "city", "period", "pipes", "pipes_watched") ..
    row(2, shared("A2", 0), number("B2", 2025), text("C2", "1.500"), number("D2", 1.125)) ..
    "</sheetData>" } })
-- Rows of records beside figures.
write("records.xlsx", xlsx {
    { "Figures", "<sheetData>" .. names(1, "city", "period", "households") ..
        row(2, shared("A2", 0), number("B2", 2025), number("C2", 400)) .. "</sheetData>" },
    { "Repairs", "<sheetData>" .. names(1, "city", "period", "street", "reported_at", "finished_at", "allowed") ..
        row(2, shared("A2", 0), number("B2", 2025), text("C2", "Quay"), number("D2", 45717, 2),
            number("E2", 45718.5, 5), number("F2", 2, 4)) ..
        row(3, shared("A3", 0), number("B3", 2025), text("C3", "Mole"), number("D3", 45717, 2),
            number("E3", 45720, 5), number("F3", 2, 4)) .. "</sheetData>" },
})
-- A collection workbook whose clerk put a row in between: the figure in it, and the one whose name was
-- erased, are nobody's. What is shown of another sheet, and the way to records, is no figure.
write("collection.xlsx", xlsx {
    { "Start", "<sheetData>" .. names(1, "hm:start", "value") ..
        row(2, text("A2", "city"), text("B2", "Northport")) ..
        row(3, text("A3", "period"), number("B3", 2025)) .. "</sheetData>" },
    { "Figures", "<sheetData>" .. names(1, "What is asked", "Figure", "Name") ..
        names(2, "label", "value", "hm:figures") .. names(3, "L1 Homes") ..
        row(4, text("A4", "Households"), number("B4", 400), text("C4", "households")) ..
        row(5, text("A5", "put in between"), number("B5", 77)) ..
        row(6, text("A6", "Pipes"), number("B6", 120.5)) ..
        row(7, text("A7", "Households, as above"), '<c r="B7"><f>B4</f><v>400</v></c>') ..
        row(8, text("A8", "Repairs"), text("B8", "sheet repairs")) .. "</sheetData>" },
    { "hundredmark", "<sheetData>" .. row(1, text("A1", "hundredmark collection workbook"), number("B1", 1)) ..
        "</sheetData>", state = "hidden" },
})
-- A collection workbook that knows its form, after a clerk: a figure in the column of units, a label and a unit that
-- are others, a check that is typed over, a row that stands twice, one that is gone, and one of the office's own;
-- figures and notes in rows and columns of nobody. The first sheet of figures is as it was made.
local function line(at, label, figure, unit, name, more)
    return row(at, text("A" .. at, label) .. (figure and number("B" .. at, figure) or "") ..
        text("C" .. at, unit) .. (more or ('<c r="D%d" t="str"><f>B%d</f><v>ok</v></c>'):format(at, at)) ..
        text("F" .. at, name))
end
local function form(...)
    local rows = { row(1, text("A1", "hm:form")) }
    for i, one in ipairs { ... } do
        local out = {}
        for column, said in ipairs(one) do
            out[column] = said ~= "" and text(("ABC"):sub(column, column) .. i + 1, said) or ""
        end
        rows[i + 1] = row(i + 1, table.concat(out))
    end
    return table.concat(rows)
end
local HEADS <const> = { "What is asked", "Figure", "Unit of measure", "Check", "Note", "Name" }
local NAMED <const> = { "label", "value", "unit", "check", "note", "hm:figures" }
write("collection-changed.xlsx", xlsx {
    { "Start", "<sheetData>" .. names(1, "hm:start", "value", "label") ..
        row(2, text("A2", "city"), text("B2", "Northport"), text("C2", "City")) ..
        row(3, text("A3", "period"), number("B3", 2025), text("C3", "Period")) ..
        row(4, text("B4", "sent by the clerk")) .. "</sheetData>" },
    { "As made", "<sheetData>" .. names(1, table.unpack(HEADS)) .. names(2, table.unpack(NAMED)) ..
        names(3, "L1 Homes") .. line(4, "Households", 400, "homes", "households", nil) ..
        row(5, text("A5", "Pipes, as there"), '<c r="B5"><f>B4</f><v>400</v></c>') .. "</sheetData>" },
    { "Changed", "<sheetData>" .. names(1, table.unpack(HEADS)) .. names(2, table.unpack(NAMED)) ..
        line(3, "Pipes", nil, "120.5", "pipes") .. line(4, "Length of roads", 7, "miles", "roads") ..
        line(5, "Schools", 3, "schools", "schools", text("D5", "ok") .. text("E5", "counted in June")) ..
        line(6, "Schools", nil, "schools", "schools") .. line(7, "Ferries", 2, "ferries", "ferries") ..
        row(8, text("A8", "Trams"), text("C8", "12"), text("E8", "12 trams")) ..
        row(9, number("B9", 5)) .. row(10, number("H10", 6)) .. "</sheetData>" },
    { "Form", "<sheetData>" .. form({ "", "", "L1 Homes" }, { "", "", "Pipes, as there" }, { "", "", "City" },
        { "", "", "Period" }, { "", "", HEADS[1] }, { "", "", HEADS[2] }, { "", "", HEADS[3] }, { "", "", HEADS[4] },
        { "", "", HEADS[5] }, { "", "", HEADS[6] }, { "households", "label", "Households" },
        { "households", "unit", "homes" }, { "pipes", "label", "Pipes" }, { "pipes", "unit", "km" },
        { "roads", "label", "Roads" }, { "roads", "unit", "km" }, { "schools", "label", "Schools" },
        { "schools", "unit", "schools" }, { "trams", "label", "Trams" }, { "bridges", "label", "Bridges" }) ..
        "</sheetData>", state = "hidden" },
    { "hundredmark", "<sheetData>" .. row(1, text("A1", "hundredmark collection workbook"), number("B1", 1)) ..
        "</sheetData>", state = "hidden" },
})
-- A header of two rows, the upper one of merged cells, and a total below.
write("profile/profile.xlsx", xlsx {
    { "Read me", "<sheetData>" .. row(1, text("A1", "Profiles")) .. "</sheetData>" },
    { "Profiles", "<sheetData>" ..
        row(1, text("A1", "District"), text("B1", "2024"), text("D1", "2025")) ..
        row(2, text("B2", "Households"), text("C2", "Online"), text("D2", "Households"), text("E2", "Online")) ..
        row(3, text("A3", "North"), number("B3", 100), number("C3", 50), number("D3", 110), text("E3", "-")) ..
        row(4, text("A4", "Harbour"), number("B4", 200), number("C4", 150), number("D4", 210), number("E4", 180)) ..
        row(5, text("A5", "Total"), number("B5", 300), number("C5", 200), number("D5", 320)) ..
        '</sheetData><mergeCells count="3"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/>' ..
        '<mergeCell ref="D1:E1"/></mergeCells>' },
})

-- ODS ---------------------------------------------------------------------------------------------

local function ods(styles, tables)
    return zip {
        { name = "mimetype", text = "application/vnd.oasis.opendocument.spreadsheet" },
        { name = "content.xml", text = XML .. '<office:document-content ' ..
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ' ..
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ' ..
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ' ..
            'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ' ..
            'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">' ..
            "<office:automatic-styles>" .. styles .. "</office:automatic-styles><office:body>" ..
            "<office:spreadsheet>" .. tables .. "</office:spreadsheet></office:body></office:document-content>" },
    }
end

local function cell(kind, value, shown, more)
    local attribute = ({ string = "string-value", date = "date-value", boolean = "boolean-value" })[kind] or
        "value"
    return ('<table:table-cell%s office:value-type="%s" office:%s="%s"><text:p>%s</text:p></table:table-cell>')
        :format(more or "", kind, attribute, value, shown or value)
end

local function line(more, ...)
    return "<table:table-row" .. more .. ">" .. table.concat { ... } .. "</table:table-row>"
end

-- As office.xlsx, as LibreOffice writes it: what is empty stands there, too, as often as it does.
write("office.ods", ods(
    '<number:date-style style:name="N1"><number:month number:style="long"/><number:text>/</number:text>' ..
    '<number:year number:style="long"/></number:date-style><style:style style:name="ce1" ' ..
    'style:family="table-cell" style:data-style-name="N1"/><style:style style:name="ta2" style:family="table">' ..
    '<style:table-properties table:display="false"/></style:style>',
    '<table:table table:name="Figures"><table:table-column/><table:table-column ' ..
    'table:default-cell-style-name="ce1"/><table:table-column/><table:table-column ' ..
    'table:visibility="collapse"/>' ..
    line("", cell("string", "city"), cell("string", "period"), cell("string", "households"),
        cell("string", "households_online"), cell("string", "portal"), cell("string", "pipes")) ..
    line("", cell("string", "Northport"), cell("date", "2025-06-01", "06/2025"), cell("float", "400"),
        cell("percentage", "0.85", "85%"), cell("boolean", "true", "WAHR"),
        cell("float", "120.5", "120,5", ' table:number-rows-spanned="2"')) ..
    line(' table:visibility="filter"', cell("string", "Southport"), cell("date", "2025-06-01", "06/2025"),
        cell("float", "500"), cell("float", "0", "Err:508", ' table:formula="of:=foo()"'),
        cell("boolean", "false", "FALSCH"),
        '<table:covered-table-cell office:value-type="float" office:value="7"><text:p>7</text:p>' ..
        "</table:covered-table-cell>") ..
    line(' table:number-rows-repeated="1048573"', '<table:table-cell table:number-columns-repeated="16384"/>') ..
    '</table:table><table:table table:name="Last year" table:style-name="ta2">' ..
    line("", cell("string", "city"), cell("string", "period"), cell("string", "households")) ..
    line("", cell("string", "Northport"), cell("float", "2024"), cell("float", "390")) .. "</table:table>"))

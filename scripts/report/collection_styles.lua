-- How a collection workbook looks. Every style is made once a workbook.

local collection_styles = {}

local TEAL <const>, DARK <const>, GREY <const> = "#0F5C6E", "#1F2A30", "#8A949A"
local LINE <const>, FILL_IN <const> = "#D5DBDE", "#FFF8D6"

local BASE <const> = { font = "Calibri", size = 10.5, vertical = "center", color = DARK }

local STYLES <const> = {
    plain = {},
    title = { size = 18, bold = true, color = TEAL },
    subtitle = { color = GREY, size = 10 },
    text = { wrap = true, vertical = "top" },
    section = { bold = true, size = 12, color = TEAL, bottom = "medium", bottom_color = TEAL },
    header = { bold = true, color = "#FFFFFF", background = TEAL, wrap = true, border = "thin",
        border_color = TEAL },
    header_right = { bold = true, color = "#FFFFFF", background = TEAL, wrap = true, border = "thin",
        border_color = TEAL, align = "right" },
    header_grey = { color = "#FFFFFF", background = GREY, wrap = true, border = "thin",
        border_color = GREY },
    group = { bold = true, size = 12, color = TEAL, background = "#DDEBEF" },
    indicator = { bold = true, color = DARK, background = "#F1F5F6" },
    label = { wrap = true, border = "thin", border_color = LINE, indent = 1 },
    cell = { wrap = true, border = "thin", border_color = LINE },
    check = { wrap = true, border = "thin", border_color = LINE },
    name = { color = GREY, size = 9 },
    link = { color = TEAL, underline = true },
    link_cell = { color = TEAL, underline = true, border = "thin", border_color = LINE, wrap = true },
    number = { border = "thin", border_color = LINE, align = "right" },
    percent = { border = "thin", border_color = LINE, align = "right", number = "0 %" },
    shown = { border = "thin", border_color = LINE, align = "right", color = GREY, italic = true },
    previous = { border = "thin", border_color = LINE, align = "right", color = GREY },
    machine = { color = GREY, size = 8 },
    total = { bold = true, color = "#FFFFFF", background = TEAL, border = "thin", border_color = TEAL,
        align = "right" },
    total_percent = { bold = true, border = "thin", border_color = TEAL, align = "right",
        number = "0 %" },
    -- to be filled in
    figure = { border = "thin", border_color = "#C9B458", background = FILL_IN, align = "right",
        unlocked = true },
    entry = { border = "thin", border_color = "#C9B458", background = FILL_IN, wrap = true,
        unlocked = true, number = "@" },
    entry_figure = { border = "thin", border_color = "#C9B458", background = FILL_IN, unlocked = true },
    -- of conditions
    good = { color = "#2E7D32" },
    gap = { color = GREY },
    unasked = { color = "#B4BCC1", background = "#ECEFF0" },
    doubt = { color = "#9A6700" },
    bad = { color = "#B3261E", bold = true },
    bad_figure = { background = "#F9D6D2" },
}

-- A table of formats by the names above.
function collection_styles.of(workbook)
    return setmetatable({}, { __index = function(made, name)
        local properties = {}
        for key, value in pairs(BASE) do
            properties[key] = value
        end
        for key, value in pairs(assert(STYLES[name], name)) do
            properties[key] = value
        end
        made[name] = workbook:format(properties)
        return made[name]
    end })
end

return collection_styles

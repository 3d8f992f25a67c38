-- The colours of pages and charts, by what they are for, in a light and in a dark scheme. Charts tell things apart
-- by lightness, shape and words as well, so that nobody has to see hues.

local palette = {}

palette.SHADES = 10    -- of scores: shade0 the lowest

palette.light = {
    paper = "#ffffff", panel = "#f3f6f9", ink = "#1a2530", soft = "#546270", line = "#d5dce3", axis = "#e3e8ed",
    accent = "#0b4f8a", link = "#0b4f8a", bar = "#1f6fb5", track = "#e3e9ef", possible = "#9ccbe3", peer = "#6b7885",
    median = "#b3401c", better = "#0a6b45", worse = "#a3341a", doubt = "#8a5a00", bad = "#a3211a",
    hatch = "#7c8894", on_low = "#1a2530", on_high = "#ffffff",
    shade0 = "#e6eff7", shade1 = "#cfdfee", shade2 = "#b4cde3", shade3 = "#97b8d6", shade4 = "#7aa2c8",
    shade5 = "#4a77a5", shade6 = "#38659a", shade7 = "#275388", shade8 = "#184273", shade9 = "#0b305c",
    below0 = "#fbe9e2", below1 = "#f0c3b2", below2 = "#dd9478", below3 = "#a84c2c", below4 = "#7d2f14",
}

palette.dark = {
    paper = "#12181f", panel = "#1b242d", ink = "#e6ecf2", soft = "#a5b2bf", line = "#36424e", axis = "#2a343f",
    accent = "#8cc4f5", link = "#8cc4f5", bar = "#5aa5e0", track = "#2a343f", possible = "#2f6a8c", peer = "#a5b2bf",
    median = "#f2a07e", better = "#6fd3a5", worse = "#f2a07e", doubt = "#e8bf66", bad = "#f59a8f",
    hatch = "#8896a4", on_low = "#e6ecf2", on_high = "#0d141b",
    shade0 = "#1c2a39", shade1 = "#223548", shade2 = "#2a4159", shade3 = "#324e6b", shade4 = "#3b5c7e",
    shade5 = "#6e9cc6", shade6 = "#85afd5", shade7 = "#9cc1e2", shade8 = "#b5d3ee", shade9 = "#cfe5f8",
    below0 = "#33221c", below1 = "#4a2c21", below2 = "#6b3b28", below3 = "#d98a68", below4 = "#f0b49b",
}

-- Which shade a score in `range` has; and which colour words on it have.
function palette.shade(score, range)
    local low, high = range and range[1] or 0, range and range[2] or 100
    local share = high > low and (score - low) / (high - low) or 1
    local number = math.max(0, math.min(palette.SHADES - 1, math.floor(share * palette.SHADES)))
    return "shade" .. number, number < palette.SHADES // 2 and "on_low" or "on_high"
end

-- Which shade a number from -1 to 1 has, and words on it: blue above 0, red below.
function palette.signed(x)
    if x >= 0 then
        return palette.shade(x, { 0, 1 })
    end
    local number = math.min(4, math.floor(-x * 5))
    return "below" .. number, number < 3 and "on_low" or "on_high"
end

-- `sheet` with `$name` for each colour: as it stands in the light scheme.
function palette.fixed(sheet)
    return (sheet:gsub("%$([%l_]+%d?)", palette.light))
end

-- The same by variables of the page, so that the scheme can change.
function palette.by_variables(sheet)
    return (sheet:gsub("%$([%l_]+%d?)", function(name)
        return palette.light[name] and "var(--" .. name .. ")"
    end))
end

-- These variables, of one scheme.
function palette.variables(scheme)
    local names, lines = {}, {}
    for name in pairs(scheme) do
        names[#names + 1] = name
    end
    table.sort(names)
    for i, name in ipairs(names) do
        lines[i] = ("--%s:%s"):format(name, scheme[name])
    end
    return table.concat(lines, ";")
end

return palette

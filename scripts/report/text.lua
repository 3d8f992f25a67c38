-- Text as a terminal shows it: how wide it is, cut, padded and wrapped. Widths are in columns of a
-- terminal: wide East Asian characters take two, combining marks none.

local hm = require "hundredmark"

local text = {}

local length <const> = utf8.len    -- of ASCII, and of nothing else, as many characters as bytes

local ELLIPSIS <const> = "…"

-- First and last code points of what takes two columns, in order.
local WIDE <const> = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x2E80, 0x303E,
    0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F,
    0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
    0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F200, 0x1F265, 0x1F300, 0x1F64F,
    0x1F680, 0x1F6FF, 0x1F900, 0x1FAFF, 0x20000, 0x3FFFD,
}
-- The same for what takes none: combining marks, joiners, variation selectors.
local NONE <const> = {
    0x0300, 0x036F, 0x0483, 0x0489, 0x0591, 0x05BD, 0x0610, 0x061A, 0x064B, 0x065F,
    0x0900, 0x0902, 0x093C, 0x093C, 0x0941, 0x0948, 0x094D, 0x094D, 0x0E31, 0x0E31,
    0x0E34, 0x0E3A, 0x0E47, 0x0E4E, 0x1AB0, 0x1AFF, 0x1DC0, 0x1DFF, 0x200B, 0x200F,
    0x202A, 0x202E, 0x2060, 0x206F, 0x20D0, 0x20FF, 0xFE00, 0xFE0F, 0xFE20, 0xFE2F,
    0xFEFF, 0xFEFF, 0xE0100, 0xE01EF,
}

local function is_among(ranges, code)
    local low, high = 1, #ranges // 2
    while low <= high do
        local middle = (low + high) // 2
        if code < ranges[2 * middle - 1] then
            high = middle - 1
        elseif code > ranges[2 * middle] then
            low = middle + 1
        else
            return true
        end
    end
    return false
end

local function width_of(code)
    if code < 0x300 then
        return 1
    elseif is_among(NONE, code) then
        return 0
    end
    return is_among(WIDE, code) and 2 or 1
end

-- Data may hold anything. Line ends and tabs become spaces; what a terminal would obey, or nobody would
-- see, is shown as \u{202E}, and bytes that are no text as \x9B; blanks of any kind belong to the text.
function text.clean(s)
    if length(s) == #s and s:find("^%C*$") then
        return s
    end
    return hm.escaped((s:gsub("[\t\n\r]+", " ")), "page")
end

function text.width(s)
    if length(s) == #s then
        return #s
    end
    local width = 0
    for _, code in utf8.codes(s, true) do
        width = width + width_of(code)
    end
    return width
end

-- Has `s` letters that do not lie on their sides, as those of East Asia?
function text.is_upright(s)
    for _, code in utf8.codes(text.clean(s)) do
        if code >= 0x300 and is_among(WIDE, code) then
            return true
        end
    end
    return false
end

-- Where the first characters of `s` that fit into `width` columns end, and how many they take.
local function fitting(s, width)
    local used = 0
    for at, code in utf8.codes(s, true) do
        local more = used + (code < 0x300 and 1 or width_of(code))
        if more > width then
            return at - 1, used
        end
        used = more
    end
    return #s, used
end

-- `s` without the blanks it ends in.
function text.trimmed(s)
    return s:match("^.*%S") or ""
end

-- `s` if it fits into `width` columns, else as much of it as fits before an ellipsis; and the
-- columns that this takes.
function text.cut(s, width)
    local natural = text.width(s)
    if natural <= width then
        return s, natural
    elseif width < 1 then
        return "", 0
    end
    local stop, used = fitting(s, width - 1)
    local kept = text.trimmed(s:sub(1, stop))
    return kept .. ELLIPSIS, used - (stop - #kept) + 1    -- a blank is a byte and a column
end

function text.pad(s, width, side)
    local room = (" "):rep(width - text.width(s))
    return side == "right" and room .. s or s .. room
end

-- Chinese and Japanese have no blanks to break lines at; what no line may begin with, and what none may end in.
local CLOSING <const> = { "，", "。", "、", "；", "：", "？", "！", "）", "”", "’", "》", "〉", "】", "」", "』", "％" }
local OPENING <const> = { "（", "“", "‘", "《", "〈", "【", "「", "『" }

local function set(list)
    local is = {}
    for _, mark in ipairs(list) do
        is[utf8.codepoint(mark)] = true
    end
    return is
end

local BEGINS_NONE <const>, ENDS_NONE <const> = set(CLOSING), set(OPENING)

-- Where the first line of a long word ends: where it is full, or some characters before.
local function line_end(word, width)
    local first = utf8.offset(word, 2) - 1
    local full = math.max(fitting(word, width), first)
    local stop = full
    while stop > first do
        local last = utf8.offset(word, -1, stop + 1)
        if not BEGINS_NONE[utf8.codepoint(word, stop + 1, stop + 1, true)]
            and not ENDS_NONE[utf8.codepoint(word, last, last, true)] then
            return stop
        end
        stop = last - 1
    end
    return full
end

-- Words of `s`, those longer than `width` broken.
local function words_of(s, width)
    local words = {}
    for word in s:gmatch("%S+") do
        local before = words[#words]
        if word:find("^%%%p?$") and before and before:find "%d$" and text.width(before) + 1 + #word <= width then
            words[#words] = nil    -- a number keeps its per cent sign in its line
            word = before .. " " .. word
        end
        while text.width(word) > width do
            local stop = line_end(word, width)
            words[#words + 1] = word:sub(1, stop)
            word = word:sub(stop + 1)
        end
        words[#words + 1] = word ~= "" and word or nil
    end
    return words
end

-- The lines of `s` when none may be wider than `width`; at least one, maybe empty.
function text.wrap(s, width)
    if s == "" then
        return { "" }
    end
    local lines, line = {}, nil
    for _, word in ipairs(words_of(s, math.max(width, 2))) do
        local longer = line and line .. " " .. word or word
        if line and text.width(longer) > width then
            lines[#lines + 1], line = line, word
        else
            line = longer
        end
    end
    lines[#lines + 1] = line or ""
    return lines
end

return text

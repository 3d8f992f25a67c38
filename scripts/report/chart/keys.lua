-- What marks of drawings mean: a sample of each, and words beside it. Pages have them below a drawing, files in it.

local markup = require "report.markup"
local text = require "report.text"

local keys = {}

local WIDE <const>, SHADES <const> = 18, 60    -- units across of a sample; all are 14 high
local LETTERS <const>, GAP <const> = 11, 20
keys.ROW = 22

-- Of classes; others are a box.
local SAMPLES <const> = {
    possible = '<rect x="0" y="3" width="18" height="8" rx="2" class="possible"/>',
    peer = '<circle cx="9" cy="7" r="4.5" class="peer"/>',
    mark = '<circle cx="9" cy="7" r="5" class="mark"/>',
    box = '<rect x="1" y="2" width="16" height="10" class="peer"/>',
    before = '<line x1="9" y1="0" x2="9" y2="14" class="before"/>',
    median = '<line x1="9" y1="1" x2="9" y2="13" class="median"/>',
    spread = '<line x1="0" y1="7" x2="18" y2="7" class="spread"/>',
    across = '<line x1="0" y1="7" x2="18" y2="7" class="tier"/>',
    bar = '<rect x="0" y="3" width="18" height="8" class="bar"/>',
    chosen = '<line x1="0" y1="7" x2="18" y2="7" class="chosen"/>',
    others = '<line x1="0" y1="7" x2="18" y2="7" class="others"/>',
    none = '<rect x="0" y="1" width="18" height="12" class="none"/>',
    second = '<line x1="0" y1="7" x2="18" y2="7" class="second"/>',
    third = '<line x1="0" y1="7" x2="18" y2="7" class="third"/>',
}

local function shades()
    local parts = {}
    for i = 0, 9 do
        parts[#parts + 1] = ('<rect x="%d" y="2" width="6" height="10" class="shade%d"/>'):format(i * 6, i)
    end
    return table.concat(parts)
end

-- A sample of a class as parts of SVG, and how wide it is; "shades" is all of them.
function keys.sample(class)
    if class == "shades" then
        return shades(), SHADES
    end
    return SAMPLES[class] or ('<rect x="2" y="1" width="14" height="12" class="%s"/>'):format(class), WIDE
end

local DRAWN <const> = { across = "tier", box = "peer", shades = "shade%d" }    -- classes of what samples stand for

-- Those of `list`, each { class, words }, whose marks are among `parts` of SVG.
function keys.of(list, parts)
    local kept, all = {}, table.concat(parts)
    for _, key in ipairs(list) do
        kept[#kept + 1] = all:find('class="' .. (DRAWN[key[1]] or key[1]) .. '[" ]') and key or nil
    end
    return kept
end

-- `list`: as parts of SVG in rows no wider than `width`, from `top` on; and how high they are.
function keys.rows(list, width, top)
    local parts, x, y = {}, 0, top
    for _, key in ipairs(list) do
        local sample, wide = keys.sample(key[1])
        local needed = wide + 6 + text.width(key[2]) * LETTERS * 0.56
        if x > 0 and x + needed > width then
            x, y = 0, y + keys.ROW
        end
        parts[#parts + 1] = ('<g transform="translate(%d %d)">%s<text x="%d" y="11" class="soft small">%s</text></g>')
            :format(x, y + 4, sample, wide + 6, markup.escape(text.clean(key[2])))
        x = x + math.ceil(needed) + GAP
    end
    return table.concat(parts), #list > 0 and y - top + keys.ROW or 0
end

return keys

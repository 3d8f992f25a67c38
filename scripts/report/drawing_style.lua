-- What the classes of drawings look like; $name is a colour of the palette.

local palette = require "report.palette"

local style = {}

local SHEET <const> = [[
svg text { font-family: system-ui, "Segoe UI", "DejaVu Sans", "Noto Sans", sans-serif; font-size: 13px; fill: $ink; }
svg .paper { fill: $paper; }
svg .plain { fill: $ink; }
svg .strong { font-weight: 600; }
svg .small { font-size: 11px; }
svg .soft { fill: $soft; }
svg .accent { fill: $accent; }
svg .grid { stroke: $axis; stroke-width: 1; }
svg .frame { stroke: $line; fill: none; }
svg .bar { fill: $bar; }
svg .track { fill: $track; }
svg .possible { fill: $possible; }
svg .peer { fill: $paper; stroke: $peer; stroke-width: 1.5; }
svg .spread { stroke: $peer; stroke-width: 2; }
svg .zero { stroke: $ink; stroke-width: 1; }
svg .median { stroke: $median; stroke-width: 2.5; }
svg .before { stroke: $ink; stroke-width: 1.5; stroke-dasharray: 3 2; }
svg .tier { stroke: $peer; stroke-width: 1; stroke-dasharray: 2 4; }
svg .mark { fill: $accent; }
svg .trend { fill: none; stroke: $bar; stroke-width: 2; }
svg .others { fill: none; stroke: $peer; stroke-width: 1; opacity: .45; }
svg .chosen { fill: none; stroke: $accent; stroke-width: 2.5; }
svg .second { fill: none; stroke: $median; stroke-width: 2.5; stroke-dasharray: 8 3; }
svg .third { fill: none; stroke: $ink; stroke-width: 2.5; stroke-dasharray: 2 3; }
svg .band { fill: $possible; opacity: .4; }
svg .inner { fill: $possible; }
svg .border { stroke: $paper; stroke-width: .6; }
svg .place { stroke: $ink; stroke-width: 1; }
svg .dot { fill: $bar; stroke: $paper; stroke-width: 1; }
svg .none { fill: url(#hatch); stroke: $hatch; stroke-width: .5; }
svg .better { fill: $better; }
svg .worse { fill: $worse; }
svg .on_low { fill: $on_low; }
svg .on_high { fill: $on_high; }
svg .hatching { stroke: $hatch; stroke-width: 1.2; }
]]

local function shades()
    local rules = {}
    for i = 0, palette.SHADES - 1 do
        rules[#rules + 1] = ("svg .shade%d { fill: $shade%d; }"):format(i, i)
    end
    for i = 0, 4 do
        rules[#rules + 1] = ("svg .below%d { fill: $below%d; }"):format(i, i)
    end
    return table.concat(rules, "\n") .. "\n"
end

-- What classes refer to: once in a page, and in each file.
style.PATTERNS = '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    .. 'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" class="hatching"/></pattern></defs>'

function style.fixed()
    return palette.fixed(SHEET .. shades())
end

function style.by_variables()
    return palette.by_variables(SHEET .. shades())
end

return style

-- Text as HTML and SVG write it.

local markup = {}

local ENTITIES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

function markup.escape(s)
    return (s:gsub('[&<>"]', ENTITIES))
end

return markup

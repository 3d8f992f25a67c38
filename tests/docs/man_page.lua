-- Reads a man page (mdoc) for the tests that look at it.

local man_page = {}

-- The names that an item of a list stands for: of the macro `kind` (Va, Ic, Fn, ...) all arguments but
-- commas, of Fn only the first, which is what is called: "Fn percent part whole", "Fn a , Fn b".
local function names_of(item, kind)
    local names, macro, first = {}, nil, false
    for word in item:gmatch("%S+") do
        if word:find("^%u%l$") then
            macro, first = word, true
        elseif word ~= "," and macro == kind and (first or kind ~= "Fn") then
            names[#names + 1] = word
            first = false
        end
    end
    return names
end

-- Names by section, as a set each: those of items (.It) with the macro `kind`, below the headings
-- (.Sh, .Ss) that stand last above them.
function man_page.names(text, kind)
    local sections, heading = {}, nil
    for line in text:gmatch("[^\n]+") do
        heading = line:match("^%.S[hs] (.*)$") or heading
        local item = line:match("^%.It (.*)$")
        for _, name in ipairs(item and names_of(item, kind) or {}) do
            sections[heading] = sections[heading] or {}
            assert(not sections[heading][name], name .. " stands there twice")
            sections[heading][name] = true
        end
    end
    return sections
end

-- Examples (.Bd -literal to .Ed) as lists of { text, title }: the title is the name of a file (.Pa) in
-- the line above, or nil.
function man_page.examples(text)
    local list = {}
    for before, body in text:gmatch("([^\n]*)\n%.Bd %-literal[^\n]*\n(.-)\n%.Ed\n") do
        list[#list + 1] = { title = before:match("^%.Pa (%S+)"), text = body:gsub("\\e", "\\") .. "\n" }
    end
    return list
end

return man_page

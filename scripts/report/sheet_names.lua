-- Names of the sheets of a workbook: at most 31 characters, of a few that are forbidden none, each
-- once whatever its capitals.

local sheet_names = {}
sheet_names.__index = sheet_names

local LONGEST <const> = 31

-- The first `most` characters, up to the end of a word where that costs little.
local function shortened(text, most)
    if utf8.len(text) <= most then
        return text
    end
    local cut = text:sub(1, utf8.offset(text, most + 1) - 1)
    local words = text:sub(#cut + 1, #cut + 1) == " " and cut or cut:match("^(.*%S)%s+%S*$")
    return words and #words > #cut // 2 and words or cut
end

local function clean(text)
    local plain = text:gsub("[%[%]:*?/\\]", "-"):gsub("%c", " "):gsub("%s+", " ")
    plain = plain:gsub("^[%s']+", ""):gsub("[%s']+$", "")
    return plain == "" and "Sheet" or plain
end

-- `taken`: names that are there already.
function sheet_names.new(taken)
    local names = setmetatable({ taken = { history = true } }, sheet_names)
    for _, name in ipairs(taken or {}) do
        names.taken[name:lower()] = true
    end
    return names
end

-- A name like `text` that no other sheet has.
function sheet_names:of(text)
    local plain, number = clean(text), 1
    local name = clean(shortened(plain, LONGEST))
    while self.taken[name:lower()] do
        number = number + 1
        local tail = (" %d"):format(number)
        name = clean(shortened(plain, LONGEST - #tail)) .. tail
    end
    self.taken[name:lower()] = true
    return name
end

return sheet_names

-- Where a recipe that was made of options says something: in which option, or in the recipe by its name
-- that the options are added to. Messages of the library name a line of its JSON, which nobody sees.

local recipe_places = {}

-- What stands for that JSON in messages.
recipe_places.NAME = "command line"

local PARTS <const> = { city = true, period = true, input = true, value = true, status = true,
    quality = true, verified = true, source = true, note = true }
local WAYS <const> = { fixed = true, columns = true, pattern = true }
local OTHERS <const> = {
    encoding = "--encoding",
    ["dialect.delimiter"] = "--read-delimiter", ["dialect.quoteChar"] = "--quote",
    ["dialect.commentChar"] = "--comment", ["dialect.header"] = "--header",
    ["dialect.headerRows"] = "--header", ["dialect.sheetName"] = "--sheet",
    ["schema.missingValues"] = "--missing",
    ["hundredmark.rename"] = "--rename", ["hundredmark.filter"] = "--filter",
    ["hundredmark.fill_down"] = "--fill-down", ["hundredmark.leave_out"] = "--leave-out",
    ["hundredmark.unit"] = "--power-of-ten",
    ["hundredmark.period_format"] = "--period-format", ["hundredmark.skip_last"] = "--skip-last",
    ["hundredmark.decimal"] = "--read-decimal", ["hundredmark.group"] = "--read-group",
    ["hundredmark.roll_up"] = "--roll-up", ["hundredmark.roll_up.by"] = "--roll-up-by",
    ["hundredmark.roll_up.least"] = "--least",
}

local given, text    -- of the recipe that was made last

function recipe_places.open(options, json)
    given, text = options, json
end

-- The names of the members around line `wanted` of a document with a member a line.
local function path_at(wanted)
    local path, number = {}, 0
    for line in text:gmatch("[^\n]*\n") do
        number = number + 1
        local indent, name = line:match('^( *)"([^"]*)": ')
        local depth = #(indent or line:match("^ *")) // 2
        for i = #path, depth + (name and 0 or 1), -1 do
            path[i] = nil
        end
        if name and #path == depth - 1 then
            path[depth] = name
        end
        if number == wanted then
            break
        end
    end
    return path
end

local function is_given(name)
    local value = given[name]
    return value ~= nil and (type(value) ~= "table" or #value > 0)
end

-- How the options say the part, where they do.
local function way_of(part)
    for way in pairs(WAYS) do
        if is_given(part .. "_" .. way) and not is_given(part .. "_column") then
            return way
        end
    end
    return "column"
end

-- The option for what stands there, nil where none is for it.
local function option_at(path)
    local part = path[1] == "hundredmark" and PARTS[path[2]] and path[2]
    if part then
        return ("--%s-%s"):format(part, WAYS[path[3]] and path[3] or way_of(part))
    end
    for size = math.min(#path, 3), 1, -1 do
        local option = OTHERS[table.concat(path, ".", 1, size)]
        if option then
            return option
        end
    end
end

-- The option in which line `line` of the recipe was said; else the recipe by its name, and the option
-- that says otherwise. Both are nil where neither is known.
function recipe_places.at(line)
    local option = text and line > 0 and option_at(path_at(line))
    if not option or not is_given((option:sub(3):gsub("-", "_"))) then
        return given and given.recipe and "recipe " .. given.recipe, option or nil
    end
    return option
end

return recipe_places

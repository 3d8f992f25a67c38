-- The English texts that scripts say, as they stand in the sources: for the catalogues of the program.
--
--   lua5.4 tests/lua/said.lua [TAG]     what scripts/lang/TAG.csv lacks, as rows to be translated

local said = {}

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
end

-- One token of Lua from `at` on: its kind, its text (of a string what it stands for), where it ends.
local function token(text, at)
    local comment = text:match("^%-%-%[%[.-%]%]()", at) or text:match("^%-%-[^\n]*()", at)
    if comment then
        return "blank", nil, comment
    end
    local blank = text:match("^%s+()", at)
    if blank then
        return "blank", nil, blank
    end
    local quote = text:match("^[\"']", at)
    if quote then
        local stop = at + 1
        while text:sub(stop, stop) ~= quote do
            stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
        end
        return "string", assert(load("return " .. text:sub(at, stop)))(), stop + 1
    end
    local long = text:match("^%[%[.-%]%]()", at)
    if long then
        return "string", text:sub(at + 2, long - 3), long
    end
    local name = text:match("^[%a_][%w_]*", at)
    if name then
        return "name", name, at + #name
    end
    local mark = text:match("^%.%.", at) or text:sub(at, at)
    return mark, mark, at + #mark
end

local function tokens(text)
    local list, at, line, from = {}, 1, 1, 1
    while at <= #text do
        local kind, value, stop = token(text, at)
        line = line + select(2, text:sub(from, at - 1):gsub("\n", ""))
        from = at
        if kind ~= "blank" then
            list[#list + 1] = { kind = kind, value = value, line = line }
        end
        at = stop
    end
    return list
end

-- A text written as one string or several joined, from token `i` on, and the token behind it; nil: there
-- stands something else.
local function literal(list, i)
    if not list[i] or list[i].kind ~= "string" then
        return nil, i
    end
    local parts = { list[i].value }
    while list[i + 1] and list[i + 1].kind == ".." and list[i + 2].kind == "string" do
        i = i + 2
        parts[#parts + 1] = list[i].value
    end
    return table.concat(parts), i + 1
end

-- Behind `say`: the sources of a call, and whether it is a plural.
local function sources_of(list, i)
    local found, is_count, is_later = {}, false, false
    if list[i].kind == "." then
        is_count, is_later = list[i + 1].value == "count", list[i + 1].value == "later"
        i = i + 2
    end
    if list[i].kind == "string" then    -- say "a" .. "b" says "a" alone; say.later gives back what it is given
        found[1] = is_later and literal(list, i) or list[i].value
    elseif list[i].kind == "(" then
        local depth = 0
        i = i + 1
        while list[i] and not (depth == 0 and list[i].kind == ")") and #found < (is_count and 2 or 1) do
            local kind = list[i].kind
            depth = depth + ((kind == "(" or kind == "{") and 1 or (kind == ")" or kind == "}") and -1 or 0)
            local is_first = list[i - 1].kind == "(" or list[i - 1].kind == ","
            if depth == 0 and is_first and kind == "string" then
                local text, next_at = literal(list, i)
                found[#found + 1] = text
                i = next_at
            elseif depth == 0 and not is_count and kind == "," then
                break
            else
                i = i + 1
            end
        end
    end
    return found, is_count
end

-- Where the title of a column stands, as a text or as what say.later gives back: pages say it (report/page.lua).
local TITLES <const> = "report.page"

local function title_at(list, i)
    local is_title = list[i].kind == "name" and list[i].value == "title" and list[i + 1] and list[i + 1].kind == "="
    local text = is_title and literal(list, i + 2) or nil
    return text and text:find "%a" and text or nil
end

-- Of one file: { context, source, line, of (what it is the one of: of a plural, the source of the many) }.
local function of_file(path)
    local list, found, is_page = tokens(read(path)), {}, path:find("/report/", 1, true) ~= nil
    local contexts = {}    -- by the name of the function that says
    for i, one in ipairs(list) do
        local title = is_page and title_at(list, i)
        if title then
            found[#found + 1] = { context = TITLES, source = title, line = one.line, path = path }
        end
        local is_said = one.kind == "name" and list[i - 1] and list[i - 1].kind ~= ":" and list[i - 1].kind ~= "."
        if is_said and one.value == "of" then
            is_said = false
        end
        if one.kind == "name" and one.value == "of" and list[i - 1].kind == "." then
            local context, stop = literal(list, list[i + 1].kind == "(" and i + 2 or i + 1)
            for back = i, math.max(1, i - 12), -1 do
                if context and stop and list[back].value == "local" then
                    contexts[list[back + 1].value] = context
                    break
                end
            end
        elseif is_said and contexts[one.value] and list[i + 1] and list[i - 1].value ~= "local" then
            local sources, is_count = sources_of(list, i + 1)
            for k, source in ipairs(sources) do
                found[#found + 1] = { context = contexts[one.value], source = source, line = one.line,
                    path = path, of = is_count and k == 1 and sources[2] or nil, is_many = is_count and k == 2 }
            end
        end
    end
    return found
end

local PUTS <const> = { heading = true, paragraph = true, note = true, fold = true }

-- Does the text say anything, beside the places of string.format?
local function says(text)
    return text:gsub("%%[%d.]*%a", ""):find "%a%a" ~= nil
end

-- Texts of one file that pages put down past their catalogues: out:paragraph("..."), out:heading(2, ("..."):format(...)).
function said.past(path)
    local list, found = tokens(read(path)), {}
    for i, one in ipairs(list) do
        local is_put = one.kind == ":" and list[i + 1] and PUTS[list[i + 1].value]
        local at = is_put and i + 2
        if at and list[at].kind == "(" then
            at = at + 1
            while list[at].kind:find "^%d" or list[at].kind == "," or list[at].kind == "(" do
                at = at + 1
            end
        end
        if at and list[at].kind == "string" and says(list[at].value) then
            found[#found + 1] = { source = list[at].value, line = one.line, path = path }
        end
    end
    return found
end

-- Where a call of the tokens from `i` on, "stop.usage(" or "fail(", begins its arguments; nil where it is none.
local function refusal_at(list, i)
    local one, before = list[i], list[i - 1]
    local is_stop = before and before.kind == "." and list[i - 2].value == "stop"
        and (one.value == "usage" or one.value == "with")
    local is_fail = one.value == "fail" and before and before.kind ~= ":" and before.value ~= "function"
    return one.kind == "name" and (is_stop or is_fail) and list[i + 1] and i + 1 or nil
end

-- Refusals of one file that end a command past its catalogues: stop.usage("..."), fail(path, line, "...").
function said.refusals(path)
    local list, found = tokens(read(path)), {}
    for i in ipairs(list) do
        local at, depth = refusal_at(list, i), 0
        while at and (list[at].kind == "string" or list[at].kind == "(" or depth > 0) do
            local kind, before = list[at].kind, list[at - 1].kind
            depth = depth + (kind == "(" and 1 or kind == ")" and -1 or 0)
            local is_whole = kind == "string" and before ~= "=" and (depth == 0 or depth == 1 and before ~= "name")
            if is_whole and says(list[at].value:gsub("%%%a", "")) then
                found[#found + 1] = { source = list[at].value, line = list[at].line, path = path }
            end
            at = depth > 0 and list[at + 1] and at + 1 or nil
        end
    end
    return found
end

-- The strings from token `i` on: one, or all within the parentheses that open there.
local function strings(list, i)
    local texts, depth = {}, 0
    repeat
        local kind = list[i].kind
        depth = depth + (kind == "(" and 1 or kind == ")" and -1 or 0)
        texts[#texts + 1] = kind == "string" and list[i].value or nil
        i = i + 1
    until depth == 0 or not list[i]
    return texts
end

-- The columns of tables that one file makes with report.columns: columns "code name depth:integer". Where a call says
-- none of them itself, `name` is nil.
function said.columns(path)
    local list, found = tokens(read(path)), {}
    local makes = read(path):find('local columns = require "report.columns"', 1, true)
    for i, one in ipairs(makes and list or {}) do
        local before, behind = list[i - 1] and list[i - 1].kind, list[i + 1] and list[i + 1].kind
        local is_call = one.value == "columns" and one.kind == "name" and before ~= "." and before ~= ":"
            and (behind == "(" or behind == "string")
        local texts = is_call and strings(list, i + 1) or {}
        for name in table.concat(texts, " "):gmatch "([%w_]+):?%a*" do
            found[#found + 1] = { name = name, line = one.line, path = path }
        end
        if is_call and #texts == 0 then
            found[#found + 1] = { line = one.line, path = path }
        end
    end
    return found
end

-- Of all scripts below a folder, each source of a context once, in the order of the files.
function said.of(folder)
    local list, seen = {}, {}
    for path in io.popen(("find '%s' -name '*.lua' | sort"):format(folder)):lines() do
        for _, one in ipairs(of_file(path)) do
            local key = one.context .. "\n" .. one.source
            list[#list + 1] = not seen[key] and one or nil
            seen[key] = true
        end
    end
    return list
end

-- The named places of a text, in order.
function said.places(text)
    local names = {}
    for name in text:gmatch "{([%a_][%w_]*)}" do
        names[#names + 1] = name
    end
    table.sort(names)
    return table.concat(names, " ")
end

-- What a catalogue (rows by context and source, see report/catalogue.lua) lacks of the sources.
function said.missing(sources, targets)
    local list = {}
    for _, one in ipairs(sources) do
        local own, common = targets[one.context], targets[""]
        if not (own and own[one.source] or common and common[one.source]) then
            list[#list + 1] = one
        end
    end
    return list
end

if arg and arg[0] and arg[0]:find "said%.lua$" and arg[1] then
    local folder = arg[0]:match "^(.*)/[^/]*$" or "."
    package.path = folder .. "/../../scripts/?.lua;" .. package.path
    local catalogue = require "report.catalogue"
    local rows = assert(catalogue.read(read(("%s/../../scripts/lang/%s.csv"):format(folder, arg[1]))))
    local missing = {}
    for i, one in ipairs(said.missing(said.of(folder .. "/../../scripts"), catalogue.targets(rows))) do
        missing[i] = { context = one.context, source = one.source, target = "", comment = "" }
    end
    io.write((catalogue.write(missing):gsub("^[^\n]*\n", "")))
end

return said

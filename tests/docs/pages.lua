-- Every page (*.md) below the current folder: each link to a file, and to a heading in it, leads
-- somewhere, and no line of a README is too long to read.
--
--   lua5.4 pages.lua [FOLDER...]
--
-- FOLDERs need not be there: where pages are installed, those that only the sources have.
-- Links to the web are not followed. Lines of tables and of code may be long.

local LONGEST <const> = 120
local LONGEST_OF_FIRST_PAGE <const> = 100

local function read(path)
    local file <close> = assert(io.open(path, "rb"))
    return file:read("a")
end

-- The lines of a page, each { text, code }: is it in a block of code?
local function lines_of(text)
    local lines, fence = {}, nil
    for line in (text .. "\n"):gmatch("(.-)\r?\n") do
        local mark = line:match("^%s*(```+)") or line:match("^%s*(~~~+)")
        local code = fence ~= nil or mark ~= nil
        if mark and not fence then
            fence = mark
        elseif mark and mark:sub(1, #fence) == fence then
            fence = nil
        end
        lines[#lines + 1] = { text = line, code = code }
    end
    return lines
end

-- The anchor that a heading has on the web: small letters, without what is no word, `-` for blanks.
local function anchor_of(heading)
    local text = heading:gsub("`", ""):gsub("%[([^%]]*)%]%([^)]*%)", "%1")
    return (text:lower():gsub("[!-,./:-@%[-^{-~]", ""):gsub(" ", "-"))
end

local function anchors_of(lines)
    local anchors, count = {}, {}
    for _, line in ipairs(lines) do
        local heading = not line.code and line.text:match("^#+%s+(.-)%s*#*$")
        if heading then
            local anchor = anchor_of(heading)
            anchors[count[anchor] and anchor .. "-" .. count[anchor] or anchor] = true
            count[anchor] = (count[anchor] or 0) + 1
        end
    end
    return anchors
end

-- The targets of the links in a line; what stands in `code` is no link.
local function links_of(line)
    local links = {}
    if not line.code then
        for target in line.text:gsub("`[^`]*`", ""):gmatch("%]%(([^)%s]+)[^)]*%)") do
            links[#links + 1] = target
        end
    end
    return links
end

local function exists(path)
    local file = io.open(path, "rb")
    if file then
        file:close()
    end
    return file ~= nil
end

-- Pages by their path, read when they are first asked for.
local pages = setmetatable({}, { __index = function(self, path)
    self[path] = lines_of(read(path))
    return self[path]
end })

local elsewhere = {}
for _, folder in ipairs(arg) do
    elsewhere[folder] = true
end

-- What is wrong with a link on the page at `path`; nil when it leads somewhere.
local function fault_of_link(path, target)
    if target:find("^%a[%w+.-]*:") or elsewhere[target:match("^[^/]+")] then
        return nil
    end
    local file, anchor = target:match("^([^#]*)#?(.*)$")
    local wanted = file == "" and path or path:match("^.*/") .. file
    if not exists(wanted) then
        return ("there is no %s"):format(wanted)
    elseif anchor ~= "" and wanted:find("%.md$") and not anchors_of(pages[wanted])[anchor] then
        return ("%s has no heading #%s"):format(wanted, anchor)
    end
end

local function fault_of_length(line, longest)
    local length = utf8.len(line.text) or #line.text
    if length > longest and not line.code and not line.text:find("^%s*|") then
        return ("%d characters, of at most %d"):format(length, longest)
    end
end

-- The check must be able to fail.
local function check_itself()
    assert(anchor_of("Coverage and what applies") == "coverage-and-what-applies")
    assert(anchor_of("The C API's `hm_x`: (new)") == "the-c-apis-hm_x-new")
    local lines = lines_of("# One\n```sh\n# two [x](y)\n```\n## One\n[a](b) `[c](d)` [e](f#g \"h\")\n")
    local anchors = anchors_of(lines)
    assert(anchors["one"] and anchors["one-1"] and not anchors["two-xy"])
    assert(#links_of(lines[3]) == 0)
    assert(table.concat(links_of(lines[6]), " ") == "b f#g")
    assert(fault_of_link("./a.md", "https://lua.org") == nil)
    assert(fault_of_link("./a.md", "not/there.md") == "there is no ./not/there.md")
    local long = ("word "):rep(30)
    assert(fault_of_length({ text = long }, 120) and not fault_of_length({ text = long }, 150))
    assert(not fault_of_length({ text = "| " .. long }, 120))
    assert(not fault_of_length({ text = long, code = true }, 120))
end

-- Not those of builds, nor of hidden folders.
local function list_pages()
    local pipe <close> = assert(io.popen("find . -name '.?*' -prune -o -path './build*' -prune "
        .. "-o -name '*.md' -print | LC_ALL=C sort"))
    local paths = {}
    for path in pipe:lines() do
        paths[#paths + 1] = path
    end
    return paths
end

-- The longest line that a page may have; nil: any.
local function longest_of(path)
    return path == "./README.md" and LONGEST_OF_FIRST_PAGE or path:find("/README%.md$") and LONGEST
end

local function check_page(path)
    local faults, links = 0, 0
    local function tell(number, fault)
        if fault then
            faults = faults + 1
            print(("%s:%d: %s"):format(path, number, fault))
        end
    end
    for number, line in ipairs(pages[path]) do
        tell(number, longest_of(path) and fault_of_length(line, longest_of(path)))
        for _, target in ipairs(links_of(line)) do
            links = links + 1
            local fault = fault_of_link(path, target)
            tell(number, fault and ("link to %s: %s"):format(target, fault))
        end
    end
    return faults, links
end

check_itself()
local paths = list_pages()
local faults, links = 0, 0
for _, path in ipairs(paths) do
    local wrong, seen = check_page(path)
    faults, links = faults + wrong, links + seen
end
print(("%d pages, %d links, %d faults"):format(#paths, links, faults))
os.exit(faults == 0 and links > 0)

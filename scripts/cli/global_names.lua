-- The global names that a script uses, also in functions that no test reaches: those that its
-- compiled form reads or writes through _ENV. The layout is that of Lua 5.4's string.dump, which
-- Lua itself wrote a moment ago.

local global_names = {}

local HEADER <const> = "<c4BBc6BBBi8d"
local GETTABUP <const>, SETTABUP <const> = 11, 15
local FLOAT <const>, INTEGER <const>, SHORT <const>, LONG <const> = 0x13, 0x03, 0x04, 0x14

local Reader = {}
Reader.__index = Reader

function Reader:byte()
    local b = self.text:byte(self.at)
    self.at = self.at + 1
    return b
end

-- Seven bits a byte, the highest first; the last byte has its top bit set.
function Reader:size()
    local n = 0
    while true do
        local b = self:byte()
        n = n << 7 | b & 0x7F
        if b & 0x80 ~= 0 then
            return n
        end
    end
end

function Reader:skip(count)
    self.at = self.at + count
end

function Reader:string()
    local size = self:size()
    local s = size > 0 and self.text:sub(self.at, self.at + size - 2) or nil
    self:skip(math.max(size - 1, 0))
    return s
end

function Reader:list(read)
    local list = {}
    for i = 1, self:size() do
        list[i] = read(self) or false
    end
    return list
end

function Reader:instruction()
    local i = string.unpack("<I4", self.text, self.at)
    self:skip(4)
    return i
end

function Reader:constant()
    local kind = self:byte()
    if kind == SHORT or kind == LONG then
        return self:string()
    elseif kind == FLOAT or kind == INTEGER then
        self:skip(8)
    end
end

-- The line of each instruction: a step from the one before, or given in full.
function Reader:lines(first)
    local steps = self:list(Reader.byte)
    local given, lines, line = {}, {}, first
    for _ = 1, self:size() do
        local at = self:size()
        given[at + 1] = self:size()
    end
    for i, step in ipairs(steps) do
        line = step == 0x80 and given[i] or line + (step < 0x80 and step or step - 0x100)
        lines[i] = line
    end
    return lines
end

local function add_names(found, code, constants, lines, upvalues)
    for i, instruction in ipairs(code) do
        local op, a = instruction & 0x7F, instruction >> 7 & 0xFF
        local b, c = instruction >> 16 & 0xFF, instruction >> 24 & 0xFF
        if op == GETTABUP and upvalues[b + 1] == "_ENV" then
            found[#found + 1] = { name = constants[c + 1], line = lines[i] }
        elseif op == SETTABUP and upvalues[a + 1] == "_ENV" then
            found[#found + 1] = { name = constants[b + 1], line = lines[i], is_set = true }
        end
    end
end

function Reader:read_function(found)
    self:string()
    local first = self:size()
    self:size()
    self:skip(3)
    local code = self:list(Reader.instruction)
    local constants = self:list(Reader.constant)
    self:list(function()
        self:skip(3)
    end)
    self:list(function()
        self:read_function(found)
    end)
    local lines = self:lines(first)
    self:list(function()
        self:string()
        self:size()
        self:size()
    end)
    add_names(found, code, constants, lines, self:list(Reader.string))
end

-- Every use of a global name in a source that compiles: { name, line, is_set }, in the order of the
-- lines; an empty list where the source does not compile.
function global_names.of(source)
    local chunk = load(source:gsub("^\u{FEFF}", ""), "script", "t")
    local found = {}
    if chunk then
        local text = string.dump(chunk)
        local _, version, format = string.unpack(HEADER, text)
        assert(version == 0x54 and format == 0, "the compiled form is not that of Lua 5.4")
        local reader = setmetatable({ text = text, at = string.packsize(HEADER) + 2 }, Reader)
        reader:read_function(found)
    end
    table.sort(found, function(a, b)
        return a.line < b.line or a.line == b.line and a.name < b.name
    end)
    return found
end

return global_names

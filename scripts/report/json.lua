-- JSON with its fields in the order they were given, so that the same data give the same bytes.
--
--   json.object { { "name", value }, ... }    json.array { value, ... }
--
-- A value is a text, a number, true, false, json.NULL, an object or an array. A field whose value
-- is nil is left out.

local hm = require "hundredmark"

local json = { NULL = setmetatable({}, { __name = "json null" }) }

local Object, Array = {}, {}

function json.object(fields)
    return setmetatable(fields, Object)
end

function json.array(values)
    return setmetatable(values, Array)
end

-- The number, or null in place of none.
function json.maybe(value)
    if value == nil then
        return json.NULL
    end
    return value
end

-- In one line, or each part in a line of its own behind `indent`.
local function enclose(open, parts, close, indent)
    if #parts == 0 then
        return open .. close
    elseif not indent then
        return open .. table.concat(parts, ",") .. close
    end
    local line = "\n" .. indent .. "  "
    return open .. line .. table.concat(parts, "," .. line) .. "\n" .. indent .. close
end

local encode    -- of any value

local function encode_object(fields, indent, inner)
    local parts, colon = {}, indent and ": " or ":"
    for _, field in ipairs(fields) do
        if field[2] ~= nil then
            parts[#parts + 1] = hm.json_text(field[1]) .. colon .. encode(field[2], inner)
        end
    end
    return enclose("{", parts, "}", indent)
end

local function encode_array(values, indent, inner)
    local parts = {}
    for i, value in ipairs(values) do
        parts[i] = encode(value, inner)
    end
    return enclose("[", parts, "]", indent)
end

function encode(value, indent)
    local kind, inner = getmetatable(value), indent and indent .. "  "
    if value == json.NULL then
        return "null"
    elseif type(value) == "string" then
        return hm.json_text(value)
    elseif type(value) == "number" then
        return hm.number(value)
    elseif type(value) == "boolean" then
        return tostring(value)
    elseif kind == Object then
        return encode_object(value, indent, inner)
    end
    assert(kind == Array, "neither a JSON value, nor json.object, nor json.array")
    return encode_array(value, indent, inner)
end

-- A whole document, a field a line.
function json.document(value)
    return encode(value, "") .. "\n"
end

-- In one line and without an end of line.
function json.line(value)
    return encode(value)
end

return json

-- The tables of a database of SQLite, and the SQL that makes and fills them.
--
-- Those that hundredmark made say so in the text that SQLite keeps of them (MARK): no other is ever
-- changed.

local sql_tables = {}
sql_tables.__index = sql_tables

local MARK <const> = "-- made by hundredmark"
local TYPES <const> = { number = "REAL", integer = "INTEGER", text = "TEXT", flag = "BOOLEAN" }
local COLUMNS_MOST <const> = 2000    -- of a table or a view, as SQLite is mostly built

local function quote(name)
    return '"' .. name:gsub('"', '""') .. '"'
end

local function literal(text)
    return "'" .. text:gsub("'", "''") .. "'"
end

local function each(list, write, between)
    local texts = {}
    for i, one in ipairs(list) do
        texts[i] = write(one)
    end
    return table.concat(texts, between or ", ")
end

-- `relations.tables`, by name: `key`, a list of columns, and `refers`, by column the table whose key it
-- has. `insist(result, reason)` gives `result`, or raises where that
-- is nil.
function sql_tables.open(database, relations, insist)
    local self = setmetatable({ database = database, relations = relations, insist = insist,
        there = {} }, sql_tables)
    for _, row in ipairs(insist(database:rows("SELECT name, type, sql FROM sqlite_schema "
        .. "WHERE type IN ('table', 'view')"))) do
        -- names differ by more than the case of A to Z
        self.there[row[1]:lower()] = { name = row[1], type = row[2],
            ours = row[3] and row[3]:find(MARK, 1, true) ~= nil }
    end
    return self
end

function sql_tables:run(statement, ...)
    self.insist(self.database:run(statement:format(...)))
end

-- What has this name already, and is ours; nil where there is nothing.
function sql_tables:find(name, type)
    local found = self.there[name:lower()]
    if found and not (found.ours and found.type == type) then
        self.insist(nil, ("it has a %s '%s', which hundredmark did not make: name another file")
            :format(found.type, found.name))
    end
    return found
end

-- --- columns ---

-- The columns of a table, as a database can have them.
local function columns_of(made)
    local columns, seen = made:columns(), {}
    for _, column in ipairs(columns) do
        local name = column.name:lower()
        if seen[name] then
            return nil, ("columns '%s' and '%s' of table %s have one name in a database"):format(
                seen[name], column.name, made:name())
        end
        seen[name] = column.name
    end
    if #columns > COLUMNS_MOST then
        return nil, ("table %s has %d columns, and a database holds %d"):format(made:name(), #columns,
            COLUMNS_MOST)
    end
    return columns
end

local function is_among(list, wanted)
    for _, one in ipairs(list or {}) do
        if one == wanted then
            return true
        end
    end
    return false
end

-- "city" TEXT NOT NULL REFERENCES "cities"
function sql_tables:column(column, relation)
    local target = relation.refers and relation.refers[column.name]
    return quote(column.name) .. " " .. TYPES[column.type]
        .. (is_among(relation.key, column.name) and " NOT NULL" or "")
        .. (target and self.there[target] and " REFERENCES " .. quote(target) or "")
end

-- --- tables ---

function sql_tables:create(name, columns, relation)
    self.there[name:lower()] = { name = name, type = "table", ours = true }
    local lines = each(columns, function(column)
        return self:column(column, relation)
    end, ",\n    ")
    self:run("CREATE TABLE %s ( %s\n    %s%s)", quote(name), MARK, lines, relation.key
        and ",\n    PRIMARY KEY (" .. each(relation.key, quote) .. ")" or "")
end

-- Columns that came to be since the table was made are added; others must be as they were.
function sql_tables:extend(name, columns, relation)
    local types = {}
    for _, row in ipairs(self.insist(self.database:rows(
        ("SELECT name, type FROM pragma_table_info(%s)"):format(literal(name))))) do
        types[row[1]:lower()] = row[2]
    end
    for _, column in ipairs(columns) do
        local type = types[column.name:lower()]
        if not type then
            self:run("ALTER TABLE %s ADD COLUMN %s", quote(name), self:column(column, relation))
        elseif type ~= TYPES[column.type] then
            self.insist(nil, ("column '%s' of its table %s is %s, and would be %s now: name another "
                .. "file"):format(column.name, name, type, TYPES[column.type]))
        end
    end
end

-- INSERT of a row, which takes the place of one with the same key.
local function insertion(name, columns, relation)
    local statement = ("INSERT INTO %s (%s) VALUES (%s)"):format(quote(name),
        each(columns, function(column)
            return quote(column.name)
        end), ("?, "):rep(#columns - 1) .. "?")
    local others = {}
    for _, column in ipairs(columns) do
        others[#others + 1] = not is_among(relation.key, column.name) and column.name or nil
    end
    if not relation.key then
        return statement
    end
    return statement .. (" ON CONFLICT (%s) DO "):format(each(relation.key, quote))
        .. (#others == 0 and "NOTHING" or "UPDATE SET " .. each(others, function(column)
            return quote(column) .. " = excluded." .. quote(column)
        end))
end

-- A table without a key is made anew.
function sql_tables:ready(name, columns, relation)
    local found = self:find(name, "table")
    if found and relation.key then
        return self:extend(found.name, columns, relation)
    elseif found then
        self:run("DROP TABLE %s", quote(found.name))
    end
    self:create(name, columns, relation)
end

function sql_tables:put_table(made)
    local name = made:name()
    local relation = self.relations.tables[name] or {}
    local columns = self.insist(columns_of(made))
    self:ready(name, columns, relation)
    self.insist(self.database:insert(insertion(name, columns, relation), made))
end

-- Fills the database with these tables.
function sql_tables:put(tables)
    for _, made in ipairs(tables) do
        self:put_table(made)
    end
end

return sql_tables

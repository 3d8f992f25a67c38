-- The tables and views of a database of SQLite, and the SQL that makes and fills them.
--
-- Those that a command made say so in the text that SQLite keeps of them: no other is ever changed. A
-- table with a key keeps the rows of which nothing is said, and what is said takes the place of rows
-- with the same key. One that has the number of the run, but no key, keeps the rows of runs that are
-- still there; all others are made anew. What the relations of a command's tables are: score_relations.

local sql_tables = {}
sql_tables.__index = sql_tables

local TYPES <const> = { number = "REAL", integer = "INTEGER", text = "TEXT", flag = "BOOLEAN" }
local COLUMNS_MOST <const> = 2000    -- of a table or a view, as SQLite is mostly built
local VIEW_MOST <const> = COLUMNS_MOST - 10    -- nodes in a view, beside city and period
local RUNS <const> = "run"    -- the table whose key is the number of a run

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

local function is_among(list, wanted)
    for _, one in ipairs(list or {}) do
        if one == wanted then
            return true
        end
    end
    return false
end

-- `command`: the name of the one whose tables they are; `relations`: of these. `insist(result,
-- reason)` gives `result`, or raises where that is nil.
function sql_tables.open(database, command, relations, insist)
    local self = setmetatable({ database = database, relations = relations, insist = insist,
        mark = "-- made by hundredmark " .. command, there = {}, number = false }, sql_tables)
    for _, row in ipairs(self:rows("SELECT name, type, sql FROM sqlite_schema "
        .. "WHERE type IN ('table', 'view')")) do
        -- names differ by more than the case of A to Z
        self.there[row[1]:lower()] = { name = row[1], type = row[2],
            ours = row[3] and row[3]:find(self.mark .. "\n", 1, true) ~= nil }
    end
    return self
end

function sql_tables:run(statement, ...)
    self.insist(self.database:run(statement:format(...)))
end

function sql_tables:rows(statement)
    return self.insist(self.database:rows(statement))
end

-- What has this name already, and is the command's; nil where there is nothing.
function sql_tables:find(name, type)
    local found = self.there[name:lower()]
    if found and not (found.ours and found.type == type) then
        self.insist(nil, ("it has a %s '%s' that is not of this command: name another file")
            :format(found.type, found.name))
    end
    return found
end

-- --- columns ---

-- The columns of a table, as a database has them: with the number of the run at the end.
local function columns_of(made, relation)
    local columns, seen = made:columns(), {}
    for _, column in ipairs(columns) do
        local name = column.name:lower()
        if seen[name] then
            return nil, ("columns '%s' and '%s' of table %s have one name in a database"):format(
                seen[name], column.name, made:name())
        end
        seen[name] = column.name
    end
    if #columns >= COLUMNS_MOST then
        return nil, ("table %s has %d columns, more than a database holds"):format(made:name(),
            #columns)
    end
    columns[#columns + 1] = relation.number and { name = relation.number, type = "integer" } or nil
    return columns
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
    self:run("CREATE TABLE %s ( %s\n    %s%s)", quote(name), self.mark, lines, relation.key
        and ",\n    PRIMARY KEY (" .. each(relation.key, quote) .. ")" or "")
end

-- Columns that came to be since the table was made are added; others must be as they were.
function sql_tables:extend(name, columns, relation)
    local types = {}
    for _, row in ipairs(self:rows(("SELECT name, type FROM pragma_table_info(%s)")
        :format(literal(name)))) do
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

-- Readies the table for its rows.
function sql_tables:ready(name, columns, relation)
    local found = self:find(name, "table")
    if found and (relation.key or relation.number) then
        return self:extend(found.name, columns, relation)
    elseif found then
        self:run("DROP TABLE %s", quote(found.name))
    end
    self:create(name, columns, relation)
end

-- INSERT of a row, which takes the place of one with the same key.
local function insertion(name, columns, relation)
    local names, others = {}, {}
    for i, column in ipairs(columns) do
        names[i] = column.name
        others[#others + 1] = not is_among(relation.key, column.name) and column.name or nil
    end
    local statement = ("INSERT INTO %s (%s) VALUES (%s?)"):format(quote(name), each(names, quote),
        ("?, "):rep(#columns - 1))
    if not relation.key then
        return statement
    end
    return statement .. (" ON CONFLICT (%s) DO "):format(each(relation.key, quote))
        .. (#others == 0 and "NOTHING" or "UPDATE SET " .. each(others, function(other)
            return quote(other) .. " = excluded." .. quote(other)
        end))
end

function sql_tables:put_table(made)
    local name = made:name()
    local relation = self.relations.tables[name] or {}
    local columns = self.insist(columns_of(made, relation))
    self:ready(name, columns, relation)
    if name == RUNS and relation.number then
        self.number = self:rows(("SELECT coalesce(max(%s), 0) + 1 FROM %s"):format(
            quote(relation.number), quote(name)))[1][1]
    end
    self.insist(self.database:insert(insertion(name, columns, relation), made,
        relation.number and self.number))
end

-- --- what is left of earlier runs ---

-- Tables that are there, have the number of the run besides, and a key or not.
function sql_tables:numbered(has_key)
    local names = {}
    for name, relation in pairs(self.relations.tables) do
        local found = self.there[name]
        if name ~= RUNS and relation.number and (relation.key ~= nil) == has_key and found
            and found.ours then
            names[#names + 1] = name
        end
    end
    table.sort(names)
    return names
end

-- Runs of which no row is left go, and what is said of them.
function sql_tables:forget_runs()
    local key = quote(self.relations.tables[RUNS].number)
    local held = each(self:numbered(true), function(name)
        return (" AND %s NOT IN (SELECT run FROM %s WHERE run IS NOT NULL)"):format(key, quote(name))
    end, "")
    self:run("DELETE FROM %s WHERE %s <> %d%s", quote(RUNS), key, self.number, held)
    for _, name in ipairs(self:numbered(false)) do
        self:run("DELETE FROM %s WHERE run NOT IN (SELECT %s FROM %s)", quote(name), key, quote(RUNS))
    end
end

-- --- views ---

-- True, or nil and why the view is not there.
function sql_tables:put_view(view)
    for _, name in ipairs(view.needs) do
        if not self.there[name] then
            return true
        end
    end
    local columns = view.columns and self:rows(view.columns) or {}
    if self:find(view.name, "view") then
        self:run("DROP VIEW %s", quote(view.name))
    end
    if #columns > VIEW_MOST then
        return nil, ("there is no view %s: it would have a column for each of %d nodes, and at most %d are "
            .. "possible; all scores are in the table"):format(view.name, #columns, VIEW_MOST)
    end
    self.insist(self.database:run(("CREATE VIEW %s AS %s\n"):format(quote(view.name), self.mark)
        .. view.sql(columns)))
    return true
end

-- Fills the database with these tables, and makes the views of what is there then. A list of why some of
-- them are not there.
function sql_tables:put(tables)
    for _, made in ipairs(tables) do
        self:put_table(made)
    end
    if self.number then
        self:forget_runs()
    end
    local left_out = {}
    for _, view in ipairs(self.relations.views or {}) do
        local _, reason = self:put_view(view)
        left_out[#left_out + 1] = reason
    end
    return left_out
end

return sql_tables

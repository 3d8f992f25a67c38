-- The main table of `audit`: of each city and period what variations make of its index.

local hm = require "hundredmark"

local audit_rows = {}

local NEAR <const> = 5          -- places
local CHUNK <const> = 8192      -- rows of places, of which there are many

-- Columns that are as the table uncertainty has them.
local TAKEN <const> = { "city", "period", "score", "rank", "score_q05", "score_q50", "score_q95", "rank_q05",
    "rank_q50", "rank_q95", "ranked" }

local function key(row)
    return row.city .. "\0" .. row.period
end

-- Calls `visit` with each row about the index.
local function each(table_of, root, visit)
    for first = 1, table_of:count(), CHUNK do
        for _, row in ipairs(table_of:rows(first, CHUNK)) do
            if row.code == root then
                visit(row)
            end
        end
    end
end

-- In how many variations each city is how many places from its rank by the package.
local function count_moves(places, root, at)
    each(places, root, function(place)
        local row = at[key(place)]
        if row.rank then
            local count = math.floor(place.share * row.ranked + 0.5)
            local moved = math.abs(place.rank - row.rank)
            row.moved = (row.moved or 0) + count * moved
            row.near = (row.near or 0) + (moved <= NEAR and count or 0)
        end
    end)
end

-- The rows, in the order of the data; `make(name)` gives a table of replicates.
function audit_rows.of(make, root)
    local rows, at = {}, {}
    each(make "uncertainty", root, function(row)
        rows[#rows + 1] = row
        at[key(row)] = row
    end)
    each(make "tiers", root, function(row)
        at[key(row)].tier = row.tier
    end)
    count_moves(make "places", root, at)
    for _, row in ipairs(rows) do
        if row.moved then
            row.shift, row.within_5 = row.moved / row.ranked, row.near / row.ranked
        end
    end
    return rows
end

-- The same as a table.
function audit_rows.table(make, root)
    local types, columns = {}, {}
    for _, column in ipairs(make "uncertainty":columns()) do
        types[column.name] = column
    end
    for i, name in ipairs(TAKEN) do
        columns[i] = types[name]
    end
    columns[#columns + 1] = { name = "shift", type = "number" }
    columns[#columns + 1] = { name = "within_5", type = "number" }
    columns[#columns + 1] = { name = "tier", type = "integer" }
    return hm.table { name = "audit", columns = columns, rows = audit_rows.of(make, root) }
end

return audit_rows

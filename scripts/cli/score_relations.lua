-- How the tables of score are linked in a database (sql_tables.lua), and its views.
--
--   tables    by name: key        the columns of which no two rows have the same
--                      refers     by column: the table whose key it has
--                      number     the column that holds the number of the run, which no table of
--                                 hm.table has
--   views     list of { name =, needs = the tables it looks into, columns = a statement whose rows
--             each become a column of it, or nil, sql = function(rows of that) }

local function quote(name)
    return '"' .. name:gsub('"', '""') .. '"'
end

local function literal(text)
    return "'" .. text:gsub("'", "''") .. "'"
end

local function wide(codes)
    local columns = {}
    for i, row in ipairs(codes) do
        columns[i] = (",\n    max(CASE code WHEN %s THEN score END) AS %s"):format(literal(row[1]),
            quote(row[1]))
    end
    return ("SELECT city, period%s\nFROM scores GROUP BY city, period"):format(table.concat(columns))
end

local function ranking()
    return "SELECT scores.period, scores.code, indicators.name, scores.rank, scores.city,\n"
        .. "    scores.score, scores.coverage, scores.applicable\n"
        .. "FROM scores JOIN indicators USING (code)\n"
        .. "WHERE scores.rank IS NOT NULL\n"
        .. "ORDER BY scores.period, indicators.position, scores.rank, scores.city"
end

return {
    tables = {
        run = { key = { "id" }, number = "id" },
        cities = { key = { "city" } },
        inputs = { key = { "input" } },
        indicators = { key = { "code" }, refers = { parent = "indicators" } },
        observations = { key = { "city", "period", "input" }, number = "run",
            refers = { city = "cities", input = "inputs", run = "run" } },
        scores = { key = { "city", "period", "code" }, number = "run",
            refers = { city = "cities", code = "indicators", parent = "indicators", run = "run" } },
        issues = { number = "run", refers = { run = "run" } },
    },
    views = {
        { name = "ranking", needs = { "scores", "indicators" }, sql = ranking },
        { name = "wide", needs = { "scores", "indicators" },
            columns = "SELECT code FROM indicators ORDER BY position", sql = wide },
    },
}

-- Calls on scores. Each is given the scores, what belongs to them, and its own arguments.

local hm = require "hundredmark"
local derive = require "cli.derive"
local objects = require "javascript.objects"
local rows = require "javascript.rows"

local scores = {}

function scores.rows(found, _, unit, depth)
    return rows.of(found:rows(unit, depth))
end

function scores.row(found, _, unit, code)
    local row = found:row(unit, code)
    return rows.of { row }
end

function scores.issues(found, _, most)
    return found:issues(most)
end

function scores.input(found, _, unit, name)
    return found:input(unit, name)
end

function scores.tables(found)
    return found:tables()
end

function scores.table(found, _, name, options)
    return rows.of_table(objects.insist(found:table(name, options)))
end

function scores.analyse(found, _, name, options)
    return rows.of_table(objects.insist(found:analyse(name, options)))
end

-- A table as a writer writes it. `options`: table, units, depth, wide, and those of hm.write.
function scores.text(found, _, options)
    local written = objects.insist(found:table(options.table, options))
    local path = os.tmpname()
    local file = assert(io.open(path, "w+b"))
    options.file, options.table = file, nil
    local done, err = hm.write(written, options)
    file:seek("set")
    local text = file:read "a"
    file:close()
    os.remove(path)
    objects.insist(done, err)
    return text
end

-- What the command `explain` works with.
local function run_of(found, more)
    return { given = {}, package = more.package, info = more.package:info(), dataset = more.dataset, scores = found,
        units = more.dataset:units() }
end

local function tables_of(facts)
    local made = {}
    for name, one in pairs(require("report.explain_tables").of(facts)) do
        local names = {}
        for i, column in ipairs(one.columns) do
            names[i] = column.name
        end
        local lists = { n = #one.rows }
        for i, row in ipairs(one.rows) do
            lists[i] = rows.list(row, names)
        end
        made[name] = { name = name, columns = one.columns, fields = names, rows = lists }
    end
    return made
end

local function facts_of(found, more, unit, code)
    local run = run_of(found, more)
    local node = derive.nodes(run, unit)[code]
    if not node then
        objects.misuse("no code '%s' in package %s", code, run.info.name)
    end
    return require("cli.explain_facts").of(run, unit, node)
end

local function page_of(facts)
    return require(facts.indicator and "report.explain_indicator" or "report.explain_group").page(facts)
end

-- How the score of a node came about: { text, tables }, the page that people read and all in it as tables.
function scores.explain(found, more, unit, code)
    local facts = facts_of(found, more, unit, code)
    return { text = page_of(facts):text(80), tables = tables_of(facts) }
end

-- The same page as a document of HTML. `alone`: the data are one city's, so nothing is said of ranks.
function scores.explain_page(found, more, unit, code, alone)
    local facts = facts_of(found, more, unit, code)
    if alone then
        facts.row.rank = nil
    end
    return page_of(facts):html()
end

-- What steps have learnt from all cities, to be applied to others; nothing where no step learns.
function scores.fits(found)
    local learnt = objects.insist(found:table "fits")
    if learnt:count() == 0 then
        return nil
    end
    local path = os.tmpname()
    local file <close> = assert(io.open(path, "wb"))
    objects.insist(hm.write(learnt, { file = file, format = "csv" }))
    file:close()
    local fits, err = hm.read_fits(path)
    os.remove(path)
    return objects.keep(objects.insist(fits, err))
end

-- --- among other cities ---

local function is_before(a, b)
    if a.place ~= b.place then
        return a.place > b.place
    end
    return a.unit < b.unit
end

-- Of each unit, what its index is: { unit, period, score, rank, unranked, place }, the best first, by `place`, which is
-- the score as more of it is better. Made once.
local function ranking_of(found, more)
    if more.ranking then
        return more.ranking
    end
    local list, of_unit, index = {}, {}, more.package:nodes()[1]
    local sign = index.less_is_better and -1 or 1
    for unit, one in ipairs(more.dataset:units()) do
        local row = found:row(unit, index.code)
        list[unit] = { unit = unit, period = one.period, score = row.score, rank = row.rank, unranked = row.unranked,
            place = row.score and sign * row.score or -math.huge }
        of_unit[unit] = list[unit]
    end
    table.sort(list, is_before)
    more.ranking, more.of_unit, more.sign = list, of_unit, sign
    return list
end

-- { unit, score, rank } of each, the best of all periods first, those without a score last.
function scores.ranking(found, more)
    local lists = {}
    for i, one in ipairs(ranking_of(found, more)) do
        lists[i] = { one.unit, one.score, one.rank, n = 3 }
    end
    return { fields = { "unit", "score", "rank" }, rows = lists }
end

-- The place of `mine` among the others, the best first; what differs by nothing but rounding shares a place.
local function place_among(mine, others)
    local place, first
    for i = 1, #others + 1 do
        local is_mine = i > #others or others[i] <= mine
        local one = is_mine and mine or others[i]
        if not first or first - one > 1e-9 * math.max(1, math.abs(first)) then
            place, first = i, one
        end
        if is_mine then
            return place
        end
    end
end

-- { rank, of } that a unit would have with this score of the index, the others of its period staying as they are;
-- nothing where it is not ranked or the only one.
function scores.place(found, more, unit, score)
    local ranking, others = ranking_of(found, more), {}
    local own = more.of_unit[unit]
    for _, one in ipairs(ranking) do
        if one ~= own and one.period == own.period and one.rank then
            others[#others + 1] = one.place
        end
    end
    return not own.unranked and #others > 0
        and { rank = place_among(more.sign * score, others), of = #others + 1 } or nil
end

-- --- records ---

-- How a cell that measures see as seconds is written in data.
local WRITTEN <const> = {
    datetime = function(seconds)
        local rest = seconds % 1
        return os.date("!%Y-%m-%dT%H:%M:%S", seconds // 1 | 0) .. (rest > 0 and hm.number(rest):sub(2) or "") .. "Z"
    end,
    duration = function(seconds)
        return "PT" .. hm.number(seconds) .. "S"
    end,
}
local NUMBERS <const> = { count = true, amount = true, number = true, grade = true }

-- As a cell of data would hold it; what was rejected is rejected again.
local function cell_text(cell, kind)
    if not cell or cell.state == "not_reported" then
        return ""
    elseif cell.state == "not_applicable" then
        return "NA"
    elseif cell.state ~= "observed" then
        return "rejected"
    elseif WRITTEN[kind] then
        return WRITTEN[kind](cell.value)
    end
    return NUMBERS[kind] and hm.number(cell.value) or cell.text
end

local function kinds_of(package, name)
    local kinds = {}
    for _, input in ipairs(package:inputs()) do
        for _, column in ipairs(input.name == name and input.columns or {}) do
            kinds[column.name] = column.kind
        end
    end
    return kinds
end

-- The cells of a unit's rows, as texts, in the order of `columns`.
function scores.record_cells(found, more, unit, name, columns)
    local lists, kinds = {}, kinds_of(more.package, name)
    for i, row in ipairs(found:records(unit, name) or {}) do
        lists[i] = {}
        for n, column in ipairs(columns) do
            lists[i][n] = cell_text(row[column], kinds[column])
        end
    end
    return lists
end

local function add_line(lines, cells)
    local quoted = {}
    for i, cell in ipairs(cells) do
        quoted[i] = cell:find '[",\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
    end
    lines[#lines + 1] = table.concat(quoted, ",")
end

-- Rows of records as the program reads them, those of `changed` ({ unit, rows }) in place of what the data have;
-- nothing where there is no row.
function scores.records_text(found, more, name, columns, units, changed)
    local lines, rows_of, all = {}, {}, more.dataset:units()
    for _, one in ipairs(changed) do
        rows_of[one.unit] = one.rows
    end
    add_line(lines, table.move(columns, 1, #columns, 3, { "city", "period" }))
    for _, unit in ipairs(units) do
        for _, cells in ipairs(rows_of[unit] or scores.record_cells(found, more, unit, name, columns)) do
            add_line(lines, table.move(cells, 1, #cells, 3, { all[unit].city, all[unit].period }))
        end
    end
    return #lines > 1 and table.concat(lines, "\n") .. "\n" or nil
end

return scores

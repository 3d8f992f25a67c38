-- Plain Lua over rows: evaluates and aggregates (no ranks), the time of it alone.
--
--   lua5.4 peer.lua FOLDER FILE RUNS

local folder, path, runs = arg[1], arg[2], tonumber(arg[3])

local function percent(a, b) return 100 * a / b end
local function ge(a, b) return a >= b and 1 or 0 end
local function gt(a, b) return a > b and 1 or 0 end

local nodes, either =
    assert(loadfile(folder .. "/measures_rows.lua"))(percent, ge, gt, math.min)

local function read()
    local rows, names = {}, {}
    for line in io.lines(path) do
        local row, i = {}, 0
        for cell in (line .. ","):gmatch("([^,]*),") do
            i = i + 1
            if #names < i and #rows == 0 and not names.done then
                names[i] = cell
            elseif i > 2 then
                row[names[i]] = tonumber(cell)
            end
        end
        if names.done then
            rows[#rows + 1] = row
        end
        names.done = true
    end
    return rows
end

local unpack = table.unpack

local function indicator(node, row)
    if not node.measure then
        return nil
    end
    local v = {}
    for i, name in ipairs(node.inputs) do
        v[i] = row[name]
        if v[i] == nil then
            return nil
        end
    end
    return math.max(0, math.min(100, node.measure(unpack(v))))
end

local function choose(row)
    local names = row[either.flag] == 1 and either.yes or either.no
    local part, whole = row[names[1]], row[names[2]]
    return part and whole and math.max(0, math.min(100, percent(part, whole)))
end

local function score(row)
    local scores, coverage = {}, {}
    for i = #nodes, 1, -1 do
        local node = nodes[i]
        if #node.children == 0 then
            scores[i] = node.code == "L4.3.5" and choose(row) or indicator(node, row)
            coverage[i] = scores[i] and 1 or 0
        else
            local sum, count, covered = 0, 0, 0
            for _, child in ipairs(node.children) do
                if scores[child] then
                    sum, count = sum + scores[child], count + 1
                end
                covered = covered + coverage[child]
            end
            coverage[i] = covered / #node.children
            scores[i] = count > 0 and coverage[i] + 1e-9 >= 0.5 and sum / count or nil
        end
    end
    return scores[1]
end

local rows = read()
for _ = 1, runs do
    local start, sum, count = os.clock(), 0, 0
    for _, row in ipairs(rows) do
        local index = score(row)
        if index then
            sum, count = sum + index, count + 1
        end
    end
    print("lua", ("%.9f"):format(os.clock() - start))
    io.stderr:write(("index %d %.12g\n"):format(count, sum))
end

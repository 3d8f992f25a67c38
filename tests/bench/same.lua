-- Compares two lists of sums (`CODE NUMBER...` a line): every line of the second must be in the
-- first, number by number within 1e-9 (relative).
--
--   lua5.4 same.lua FILE FILE

local function read(path)
    local rows = {}
    for line in io.lines(path) do
        local code, rest = line:match("^(%S+)%s+(.*)$")
        local numbers = {}
        for number in (rest or ""):gmatch("%S+") do
            numbers[#numbers + 1] = tonumber(number)
        end
        rows[#rows + 1] = { code = code, numbers = numbers }
        rows[code or ""] = numbers
    end
    return rows
end

local ours, theirs = read(arg[1]), read(arg[2])
local compared = 0
for _, row in ipairs(theirs) do
    for i, number in ipairs(row.numbers) do
        local own = ours[row.code] and ours[row.code][i]
        if not own or math.abs(own - number) > 1e-9 * math.max(1, math.abs(own)) then
            io.stderr:write(("%s differs: %s, %s\n"):format(row.code, own, number))
            os.exit(1)
        end
        compared = compared + 1
    end
end
if compared == 0 then
    io.stderr:write("nothing to compare\n")
    os.exit(1)
end

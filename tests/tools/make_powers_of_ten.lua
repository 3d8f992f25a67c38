-- Prints core/base/numbers/powers_of_ten.c, the table of powers of ten to 128 bits.
--
--   lua5.4 tests/tools/make_powers_of_ten.lua                                  prints it
--   lua5.4 tests/tools/make_powers_of_ten.lua --check core/base/numbers/powers_of_ten.c compares, exit 1
--
-- Plain Lua: a big whole number is a list of 32-bit digits, the lowest first. 10^k is 5^k but for
-- the binary exponent, so positive powers come from multiplying by 5 and negative ones from
-- dividing 2^1024 by 5 again and again: rounding down each quotient gives the same as rounding
-- down once at the end, since floor(floor(x / 5) / 5) = floor(x / 25).

local LEAST, MOST, LARGEST_EXACT = -342, 324, 55
local BASE = 1 << 32

local function multiply_by_5(number)
    local carry = 0
    for i = 1, #number do
        local product = number[i] * 5 + carry
        number[i], carry = product % BASE, product // BASE
    end
    if carry > 0 then
        number[#number + 1] = carry
    end
end

local function divide_by_5(number)
    local rest = 0
    for i = #number, 1, -1 do
        local part = rest * BASE + number[i]
        number[i], rest = part // 5, part % 5
    end
    while number[#number] == 0 do
        number[#number] = nil
    end
end

local function bit(number, index)
    local digit = number[(index >> 5) + 1]
    return digit and (digit >> (index & 31)) & 1 or 0
end

local function bit_length(number)
    local length = 32 * #number
    while bit(number, length - 1) == 0 do
        length = length - 1
    end
    return length
end

-- The 128 bits from the highest set one on, and whether a set bit was left out below them.
local function top_bits(number)
    local length = bit_length(number)
    local words = {}
    for word = 0, 1 do
        local value = 0
        for i = 1, 64 do
            value = value << 1 | bit(number, length - 64 * word - i)
        end
        words[word + 1] = value
    end
    local inexact = false
    for i = 0, length - 129 do
        inexact = inexact or bit(number, i) == 1
    end
    return words[1], words[2], inexact
end

local function table_of_powers()
    local powers = {}
    local number = { 1 }
    for k = 0, MOST do
        local high, low, inexact = top_bits(number)
        assert(inexact == (k > LARGEST_EXACT))
        powers[k] = { high, low }
        multiply_by_5(number)
    end
    number = {}
    for i = 1, 32 do
        number[i] = 0
    end
    number[33] = 1
    for k = -1, LEAST, -1 do
        divide_by_5(number)
        assert(bit_length(number) > 128)
        local high, low = top_bits(number)
        powers[k] = { high, low }
    end
    for k = LEAST, MOST do
        assert(powers[k][2] ~= -1, "a low word of all ones")
    end
    return powers
end

local function rendered()
    local powers = table_of_powers()
    local lines = {
        "/* powers_of_ten.c: 10^k to 128 bits, rounded down, for k from " .. LEAST .. " to " .. MOST
            .. ".",
        " *",
        " * Made by tests/tools/make_powers_of_ten.lua: positive powers are the top bits of 5^k,",
        " * negative ones those of 2^1024 divided by 5^-k. Do not edit; change and run the tool,",
        " * which can also compare this file with what it would print. */",
        '#include "base/numbers/powers_of_ten.h"',
        "",
        "/* clang-format off */",
        "const hm_power_of_ten hm_powers_of_ten[HM_POWER_OF_TEN_MOST - HM_POWER_OF_TEN_LEAST + 1] = {",
    }
    for k = LEAST, MOST, 2 do
        local cells = {}
        for i = k, math.min(k + 1, MOST) do
            cells[#cells + 1] = string.format("{0x%016x, 0x%016x},", powers[i][1], powers[i][2])
        end
        lines[#lines + 1] = "    " .. table.concat(cells, " ")
    end
    lines[#lines + 1] = "};"
    return table.concat(lines, "\n") .. "\n"
end

local function main(option, path)
    if not option then
        io.write(rendered())
        return true
    end
    if option ~= "--check" or not path then
        io.stderr:write("usage: make_powers_of_ten.lua [--check FILE]\n")
        return false
    end
    local file, problem = io.open(path, "rb")
    if not file then
        io.stderr:write(problem, "\n")
        return false
    end
    local committed = file:read("a")
    file:close()
    if committed ~= rendered() then
        io.stderr:write(path, ": not what make_powers_of_ten.lua prints\n")
        return false
    end
    return true
end

os.exit(main(...))

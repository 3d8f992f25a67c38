-- Prints the program that stands in the comment of a header: its lines are those indented by five
-- columns behind " *", from the first #include to the brace that closes main.
--
--   lua5.4 take_example.lua HEADER

local lines, inside = {}, false

for line in io.lines(arg[1]) do
    local code = line:match("^ %*     (.*)$")
    inside = inside or (code and code:find("^#include")) ~= nil
    if inside then
        lines[#lines + 1] = code or ""
        if code == "}" then
            break
        end
    end
end

assert(lines[#lines] == "}", arg[1] .. ": there is no example in its comment")
print(table.concat(lines, "\n"))

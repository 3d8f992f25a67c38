-- Prints the example of a man page: lua5.4 take_example.lua PAGE

package.path = arg[0]:match("^(.*/)") .. "?.lua;" .. package.path
local man_page = require "man_page"

local file <close> = assert(io.open(arg[1], "rb"))
local list = man_page.examples(file:read("a"))
assert(#list == 1, arg[1] .. " has not one example")
io.write(list[1].text)

-- Open SDG: a file an indicator, Year, columns that break the figure down, perhaps Units, and Value.
-- Rows without any breakdown hold for the whole place.

local function indicator_of(path)
    local name = path:match("([^/]+)$"):gsub("%.%w+$", "")
    return (name:gsub("^.-indicator_", ""))
end

return {
    name = "open-sdg",
    about = "data of an Open SDG platform: Year, breakdowns, Units, Value; the rows without any "
        .. "breakdown. The input is named after the file and the unit of measure; say whose they are: "
        .. "--city-fixed NAME",
    options = { decimal = ".", group = "" },
    recipe = function(_, path)
        return {
            hundredmark = {
                period = { column = "Year" }, value = { column = "Value" },
                input = { column = {
                    { fixed = indicator_of(path) },
                    { column = "Units", optional = true } }, join = " " },
                filter = { { columns = "others", is = { "" } } },
                leave_out = { "Units" }, -- no breakdown where the input is called otherwise
            },
        }
    end,
}

-- Files of the World Bank: those of an indicator, behind four lines, a column a year; and those of its
-- DataBank, whose columns are called 2023 [YR2023] and below which stand two lines of notes.

local CODE <const> = { { column = "Indicator Code", optional = true },
    { column = "Series Code", optional = true } }

return {
    name = "world-bank",
    about = "a CSV of the World Bank: Country Name, Indicator Code and a column a year, behind a "
        .. "header on line 5; of its DataBank with --header 1: Series Code, and columns such as 2023 "
        .. "[YR2023]",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            dialect = { headerRows = { 5 } },
            schema = { missingValues = { "", ".." } },
            hundredmark = {
                city = { column = "Country Name" }, input = { column = CODE },
                period = { pattern = "{period}*" },
                filter = { { column = "Country Code", is_not = { "" } } },
            },
        }
    end,
}

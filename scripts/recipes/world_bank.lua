-- A file of the World Bank's indicators: four lines, then a column a year.

return {
    name = "world-bank",
    about = "a CSV of the World Bank: Country Name, Indicator Code and a column a year, behind a "
        .. "header on line 5 (--header 1 where nothing stands above it)",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            dialect = { headerRows = { 5 } },
            schema = { missingValues = { "", ".." } },
            hundredmark = {
                city = { column = "Country Name" }, input = { column = "Indicator Code" },
                period = { pattern = "{period}" },
            },
        }
    end,
}

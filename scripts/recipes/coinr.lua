-- COINr's iData: uCode, uName, perhaps Time, groups of units, and a column an indicator.

return {
    name = "coinr",
    about = "iData of the R package COINr: uCode is the city, Time the period (else --period-fixed "
        .. "YEAR), a column an indicator; uName and groups (*_group, uGroup*) are said of the cities",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            schema = { missingValues = { "", "NA" } },
            hundredmark = {
                city = { column = "uCode" },
                period = { column = { column = "Time", optional = true } },
                cities = { { column = "uName", as = "name", optional = true }, "*_group", "uGroup*" },
                leave_out = { "Time" },
            },
        }
    end,
}

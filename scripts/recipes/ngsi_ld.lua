-- Key performance indicators of NGSI-LD (Smart Data Models, KeyPerformanceIndicator): an array of
-- entities, normalised or simplified.

return {
    name = "ngsi-ld",
    about = "NGSI-LD entities of type KeyPerformanceIndicator, as JSON: name, kpiValue, the year of "
        .. "calculationPeriod, the city of address (else --city-fixed NAME)",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            hundredmark = {
                city = { column = "address.addressLocality" }, input = { column = "name" },
                value = { column = "kpiValue" },
                period = { column = "calculationPeriod.from", first = 4 },
                source = { column = { column = "source", optional = true } },
                note = { column = { column = "description", optional = true } },
            },
        }
    end,
}

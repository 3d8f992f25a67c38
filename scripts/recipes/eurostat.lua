-- Eurostat's SDMX-CSV: dimensions in small letters, geo among them (or cities, metroreg), OBS_VALUE, and
-- letters in OBS_FLAG: those of 2025, and the ones before. Several letters together stay as they are.

local STATUS <const> = { m = "not_applicable", z = "not_applicable", c = "not_reported", ["*"] = "" }
local QUALITY <const> = {
    b = "break in series", d = "definition differs", e = "estimated", f = "forecast", i = "imputed",
    m = "cannot exist", n = "not significant", p = "provisional", u = "low reliability",
    c = "confidential", r = "revised", s = "estimated by Eurostat", z = "not applicable",
}
local NOTE <const> = { C = "confidential", N = "not for publication",
    P = "not published for other reasons" }

local FLAG <const> = { column = "OBS_FLAG", optional = true }

return {
    name = "eurostat",
    about = "SDMX-CSV of Eurostat: geo (else --city-column cities), TIME_PERIOD, OBS_VALUE, with the "
        .. "letters of OBS_FLAG; say which dimensions are the input: --input-column indic_ur",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            schema = { missingValues = { "", ":" } },
            hundredmark = {
                city = { column = "geo" }, period = { column = "TIME_PERIOD" },
                value = { column = "OBS_VALUE" },
                status = { column = FLAG }, quality = { column = FLAG },
                note = { column = { column = "CONF_STATUS", optional = true } },
                rename = { status = STATUS, quality = QUALITY, note = NOTE },
            },
        }
    end,
}

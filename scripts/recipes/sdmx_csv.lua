-- SDMX-CSV, 1.0 and 2.0: a column a dimension, OBS_VALUE, and attributes. Which dimensions are the
-- input is said by --input-column. The letters of OBS_STATUS are those of the code list
-- CL_OBS_STATUS.

local STATUS <const> = {
    M = "not_applicable",    -- data cannot exist
    H = "not_reported", K = "not_reported", L = "not_reported", O = "not_reported",
    Q = "not_reported",
    A = "", B = "", D = "", E = "", F = "", G = "", I = "", J = "", N = "", P = "", S = "", U = "",
    V = "", W = "",
}
local QUALITY <const> = {
    A = "", B = "break in series", D = "definition differs", E = "estimated", F = "forecast",
    G = "experimental", I = "imputed", J = "derogation", N = "not significant", P = "provisional",
    S = "special event", U = "low reliability", V = "unvalidated",
    W = "includes another category", H = "missing: holiday", K = "in another category",
    L = "not collected", M = "cannot exist", O = "missing", Q = "suppressed",
}
local VERIFIED <const> = { V = "no" }
for letter in pairs(STATUS) do
    VERIFIED[letter] = VERIFIED[letter] or ""
end

local STATUS_COLUMN <const> = { column = "OBS_STATUS", optional = true }

return {
    name = "sdmx-csv",
    about = "SDMX-CSV of statistical offices: REF_AREA, TIME_PERIOD, OBS_VALUE, with the letters of "
        .. "OBS_STATUS and UNIT_MULT; say which dimensions are the input: --input-column INDICATOR",
    options = { decimal = ".", group = "" },
    recipe = function()
        return {
            schema = { missingValues = { "", "NaN", ":" } },
            hundredmark = {
                city = { column = "REF_AREA" }, period = { column = "TIME_PERIOD" },
                value = { column = "OBS_VALUE" },
                status = { column = STATUS_COLUMN }, quality = { column = STATUS_COLUMN },
                verified = { column = STATUS_COLUMN },
                unit = { power_of_ten = { column = "UNIT_MULT", optional = true } },
                rename = { status = STATUS, quality = QUALITY, verified = VERIFIED },
            },
        }
    end,
}

-- The catalogues of packages, lang/TAG.csv: where they stand, what they say of their language, and what
-- they lack.

local hm = require "hundredmark"
local catalogue = require "report.catalogue"
local files = require "cli.files"
local language = require "report.language"

local translations = {}

-- What a catalogue can say of its language, beside the texts of the package: its own name for itself, its decimal
-- sign, what stands between the items of a list, and the words of data.
translations.SELF = "language"
translations.OF_LANGUAGE = table.move(language.DATA_WORDS, 1, #language.DATA_WORDS, 4, { "English", ".", ", " })

-- Of one layer of package:info().layers: the path of its catalogue, as messages show it, and its text; nil
-- where it has none that can be read.
local function text_of(layer, tag)
    if layer.builtin then
        local name = ("%s/lang/%s.csv"):format(layer.name, tag)
        return name, hm.resource("indicators/" .. name)
    elseif layer.path ~= "" then
        local path = files.shown(layer.path, ("lang/%s.csv"):format(tag))
        return path, files.read(path)
    end
end

-- { path, rows }, or nil.
function translations.read(layer, tag)
    local path, text = text_of(layer, tag)
    local rows = text and catalogue.read(text)
    return rows and { path = path, rows = rows } or nil
end

-- What the package says of the language of the run goes before what the program knows; the package itself
-- goes before what it extends, "fr-CA" before "fr".
function translations.learn(info)
    local tags = language.fallbacks(language.tag())
    for i = #info.layers, 1, -1 do
        for k = #tags, 1, -1 do
            local found = translations.read(info.layers[i], tags[k])
            language.learn(found and catalogue.targets(found.rows)[translations.SELF] or {})
        end
    end
end

local function key(context, source)
    return context .. "\n" .. source:match "^%s*(.-)%s*$"
end

-- The rows of a catalogue by context and source; a list of those of each context.
local function index(rows)
    local of, by_context = {}, {}
    for _, row in ipairs(rows) do
        of[key(row.context, row.source)] = row
        by_context[row.context] = by_context[row.context] or {}
        table.insert(by_context[row.context], row)
    end
    return of, by_context
end

-- All that a catalogue of the package has to hold in the language, { context, source } each; `is_known`: the program
-- says it already, and the package need not.
function translations.wanted(package, tag)
    local list, is_known = {}, language.is_built_in(tag)
    for i, source in ipairs(translations.OF_LANGUAGE) do
        list[i] = { context = translations.SELF, source = source, is_known = is_known }
    end
    return table.move(package:texts(), 1, #package:texts(), #list + 1, list)
end

-- Contexts in which one source does not take the place of another.
local SHARED <const> = { unit = true, class = true, [translations.SELF] = true }

-- A row whose source nothing says any more, in the same context: what was translated there before.
local function row_before(rows, wanted, used)
    for _, row in ipairs(rows or {}) do
        if not wanted[key(row.context, row.source)] and not used[row] and row.target ~= "" then
            return row
        end
    end
end

local function renewed(text, before)
    local was = "was: " .. before.source
    local comment = before.comment:match "^was: " and was
        or before.comment ~= "" and before.comment .. "; " .. was or was
    return { context = text.context, source = text.source, target = before.target, fuzzy = true,
        comment = comment }
end

-- The catalogue brought up to date, and the rows that are left out of it, because nothing says their
-- sources any more.
function translations.merge(wanted, rows)
    local of, by_context = index(rows)
    local is_wanted, used, merged = {}, {}, {}
    for _, text in ipairs(wanted) do
        is_wanted[key(text.context, text.source)] = true
    end
    for _, text in ipairs(wanted) do
        local row = of[key(text.context, text.source)]
        local before = not row and not SHARED[text.context]
            and row_before(by_context[text.context], is_wanted, used)
        local now = row or before and renewed(text, before)
            or not text.is_known and { context = text.context, source = text.source, target = "", comment = "" }
        if now then
            merged[#merged + 1] = now
            used[row or before or now] = true
        end
    end
    local dropped = {}
    for _, row in ipairs(rows) do
        dropped[#dropped + 1] = not used[row] and row.target ~= "" and row or nil
    end
    return merged, dropped
end

-- How a catalogue stands: lists of texts { context, source, line }: those that are not translated (`line`
-- where they have a row), those in doubt, and rows whose source nothing says.
function translations.state(wanted, rows)
    local of = index(rows)
    local is_wanted, state = {}, { missing = {}, fuzzy = {}, unused = {} }
    for _, text in ipairs(wanted) do
        local row = of[key(text.context, text.source)]
        is_wanted[key(text.context, text.source)] = true
        local is_missing = (not row or row.target == "") and not text.is_known
        local list = is_missing and state.missing or row and row.fuzzy and state.fuzzy or nil
        if list then
            list[#list + 1] = { context = text.context, source = text.source, line = row and row.line }
        end
    end
    for _, row in ipairs(rows) do
        if row.target ~= "" and not is_wanted[key(row.context, row.source)] then
            table.insert(state.unused, row)
        end
    end
    return state
end

return translations

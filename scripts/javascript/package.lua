-- Calls on a package. Each is given the package, what belongs to it, and its own arguments.

local hm = require "hundredmark"
local objects = require "javascript.objects"
local rows = require "javascript.rows"

local package = {}

-- Options of scoring, with the fits that JavaScript knows by a number.
local function options_of(given)
    if given and given.fits then
        given.fits = objects.get(given.fits)
    end
    return given
end

function package.info(pack)
    return pack:info()
end

function package.nodes(pack, _, period)
    return pack:nodes(period)
end

function package.indicator(pack, _, code, period)
    local indicator = pack:indicator(code, period)
    if not indicator then
        objects.misuse("no indicator '%s'", code)
    end
    return indicator
end

function package.inputs(pack)
    return pack:inputs()
end

function package.parameters(pack)
    return pack:parameters()
end

function package.rules(pack)
    return pack:rules()
end

function package.editions(pack)
    return pack:editions()
end

-- The number of the edition that a period counts by, from 0: that of its first day.
function package.edition_of(pack, _, period)
    local found = hm.period(period) or objects.misuse("no period '%s'", period)
    local number = 0
    for i, edition in ipairs(pack:editions()) do
        number = (edition.from == "" or hm.period(edition.from).first <= found.first) and i - 1 or number
    end
    return number
end

function package.issues(pack)
    return pack:issues()
end

-- Where a field of a script stands: { file, line }.
function package.locate(pack, _, code, ...)
    local file, line = pack:locate(code, ...)
    return { file = file, line = line }
end

-- What came of the worked examples of indicators and rules: { group, name, file, line, wrong } each.
function package.test(pack)
    return require("cli.pack_test").results_of(pack, {})
end

function package.score(pack, more, number, options)
    local dataset = objects.get(number)
    local scores = objects.insist(hm.score(pack, dataset, options_of(options)))
    return objects.keep(scores, { package = pack, dataset = dataset, settings = more.options.settings })
end

function package.session(pack, _, number, unit, options)
    return objects.keep(objects.insist(hm.session(pack, objects.get(number), unit, options_of(options))))
end

local function improve(pack, number, unit, options)
    return objects.insist(hm.improve(pack, objects.get(number), unit, options_of(options)))
end

-- Tables by their names.
function package.improve(pack, _, number, unit, options)
    local made = {}
    for name, result in pairs(improve(pack, number, unit, options)) do
        made[name] = rows.of_table(result)
    end
    return made
end

-- The page that people read of it, as a document of HTML.
function package.improve_page(pack, _, number, unit, options)
    return require("report.improve_page").page(improve(pack, number, unit, options), { package = pack, given = {} }):html()
end

return package

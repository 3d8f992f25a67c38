-- The app: one HTML file with the engine, a package and data in it. Scripts may run, and nothing may be fetched.

local hm = require "hundredmark"
local app_style = require "report.app_style"
local app_words = require "report.app_words"
local json = require "report.json"
local language = require "report.language"
local markup = require "report.markup"
local numbers = require "report.numbers"
local page_style = require "report.page_style"
local table_style = require "report.table_style"
local words = require "report.words"

local app_page = {}

local escape = markup.escape

-- No address is allowed at all, so that nothing can leave the page whatever a package or data hold.
-- The worker is made from a text of the page, and what it is not allowed the page is not either.
local POLICY <const> = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; "
    .. "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

-- In the order in which they build on each other.
local SCRIPTS <const> = { "dom", "link", "store", "weights_file", "panel", "figures", "weights", "explanation", "comparison",
    "steps", "script", "zip", "files", "main" }

-- What works beside the page, with the engine before it.
local WORKER <const> = { "scoring" }

local TABS <const> = { "figures", "weights", "explain", "compare", "steps", "script" }

local function object_of(texts)
    local names, fields = {}, {}
    for name in pairs(texts) do
        names[#names + 1] = name
    end
    table.sort(names)
    for i, name in ipairs(names) do
        fields[i] = { name, type(texts[name]) == "table" and object_of(texts[name]) or texts[name] }
    end
    return json.object(fields)
end

-- What the scripts find: no "<" in it, so that it cannot end the element that it stands in.
local function content_of(given)
    local text = json.line(json.object {
        { "name", given.name }, { "files", object_of(given.files) }, { "packages", object_of(given.packages) },
        { "data", object_of(given.data) }, { "reforms", object_of(given.reforms) },
        { "settings", object_of(given.settings) },
        { "words", object_of(app_words.all()) }, { "answers", object_of(app_words.answers()) },
        { "kinds", object_of(app_words.kinds()) }, { "statuses", object_of(words.status) },
        { "decimal", language.number "." }, { "thousands", numbers.between_thousands() }, { "language", language.tag() },
    })
    return (text:gsub("<", "\\u003c"))
end

local TAB <const> = '<button role="tab" id="tab-%s" aria-controls="panel-%s" aria-selected="false" '
    .. 'tabindex="-1">%s</button>'
local PANEL <const> = '<section role="tabpanel" id="panel-%s" aria-labelledby="tab-%s" tabindex="0" hidden>'
    .. '<div id="%s"></div></section>'

local function tabs(say)
    local list, panels = {}, {}
    for i, name in ipairs(TABS) do
        list[i] = TAB:format(name, name, escape(say[name]))
        panels[i] = PANEL:format(name, name, name)
    end
    return ('<div role="tablist" id="tabs" aria-label="%s">%s</div>'):format(escape(say.tabs), table.concat(list)),
        table.concat(panels, "\n")
end

local function body(given)
    local say = {}
    for name, text in pairs(app_words.frame()) do
        say[name] = text
    end
    local list, panels = tabs(say)
    return table.concat({
        "<main class=\"app\">", "<h1>" .. escape(say.title) .. "</h1>",
        ("<p>%s · %s</p>"):format(escape(given.title), escape(say.about)),
        '<p id="waiting" role="status">' .. escape(say.waiting) .. "</p>",
        "<noscript><p>" .. escape(say.no_script) .. "</p></noscript>",
        '<div id="work" hidden>', '<div class="tools"><span id="which"></span>',
        '<label class="button">' .. escape(say.open) .. ' <input class="hidden" id="open" type="file" multiple '
            .. 'accept=".csv,.json,.ndjson,.jsonl,.zip,.xlsx,.ods,.xls"></label>',
        '<button type="button" id="save-csv" aria-describedby="no-records">' .. escape(say.save_csv) .. "</button>",
        '<button type="button" id="save-book">' .. escape(say.save_book) .. "</button>",
        '<button type="button" id="save-all">' .. escape(say.save_all) .. "</button>",
        '<button type="button" id="reset">' .. escape(say.reset) .. "</button></div>",
        '<p class="note">' .. escape(say.formats) .. "</p>",
        '<p class="note" id="no-records" hidden>' .. escape(say.no_records) .. "</p>",
        '<p id="problem" class="bad" role="alert" hidden></p>',
        '<details id="issues-box" hidden><summary id="issues-count"></summary><ul id="issues"></ul></details>',
        '<div class="split"><div>', list,
        '<ul id="rules" class="doubt" aria-label="' .. escape(say.rules) .. '" hidden></ul>', panels,
        '</div><aside class="scores" aria-label="' .. escape(say.scores) .. '"><h2>' .. escape(say.scores) .. "</h2>",
        '<div id="index"></div><details id="groups-box" open><summary>' .. escape(say.groups)
            .. '</summary><table><tbody id="groups"></tbody></table></details>',
        '<p class="note"><span id="took"></span><br><span id="ready"></span></p></aside></div></div>',
        '<p id="now" aria-hidden="true"></p>',
        '<p id="busy" role="status" hidden>' .. escape(say.working)
            .. ' <button type="button" id="stop">' .. escape(say.stop) .. "</button></p>",
        '<p class="hidden" id="said" aria-live="polite"></p>', "</main>",
    }, "\n")
end

local function scripts(names)
    local texts = {}
    for i, name in ipairs(names) do
        texts[i] = hm.resource(("scripts/report/app/%s.js"):format(name))
    end
    return "(() => {\n\"use strict\";\n" .. table.concat(texts, "\n") .. "})();\n"
end

-- What the page does not run itself.
local function held_script(id, text)
    return ('<script type="text/plain" id="%s">\n%s</script>'):format(id, text)
end

-- `given`: engine (its script), name and title of the package, its files, packages that it extends, data, reforms
-- (tables of texts by paths) and settings.
function app_page.document(given)
    return table.concat({
        "<!DOCTYPE html>", ('<html lang="%s" dir="%s">'):format(escape(language.tag()), language.direction()), "<head>",
        '<meta charset="utf-8">', ('<meta http-equiv="Content-Security-Policy" content="%s">'):format(POLICY),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">', "<title>" .. escape(given.title) .. "</title>",
        "<style>\n" .. page_style.sheet() .. table_style.sheet() .. app_style.sheet() .. "</style>", "</head>",
        "<body>", body(given),
        '<script type="application/json" id="content">' .. content_of(given) .. "</script>",
        held_script("engine", given.engine), held_script("scoring", scripts(WORKER)),
        "<script>\n" .. scripts(SCRIPTS) .. "</script>", "</body>", "</html>", "",
    }, "\n")
end

return app_page

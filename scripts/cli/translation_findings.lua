-- What catalogues of a package lack, or have too much: for pack check.

local text = require "report.text"
local translations = require "cli.translations"

local translation_findings = {}

local MOST <const> = 10    -- of a kind that are told one by one

local function shortened(source)
    return (text.cut(text.clean(source), 60))
end

-- Each with its line, or, where there are many, the first and how many.
local function add(list, path, found, words, many)
    for i, one in ipairs(found) do
        if #found <= MOST then
            list[#list + 1] = { file = path, line = one.line or 1,
                message = words:format(one.context, shortened(one.source)) }
        elseif i == 1 then
            list[#list + 1] = { file = path, line = one.line or 1,
                message = many:format(#found, one.context, shortened(one.source)) }
        end
    end
end

-- A list of { file, line, message } on what the package itself brings.
function translation_findings.of(package)
    local list, own = {}, package:info().layers[1]
    for _, tag in ipairs(own.languages) do
        local found = translations.read(own, tag)
        if found then
            local state = translations.state(translations.wanted(package, tag), found.rows)
            add(list, found.path, state.missing, "%s: \"%s\" is not translated",
                "%d texts are not translated, the first being %s: \"%s\"")
            add(list, found.path, state.fuzzy, "%s: the translation of \"%s\" is in doubt (fuzzy)",
                "%d translations are in doubt (fuzzy), the first being %s: \"%s\"")
            add(list, found.path, state.unused, "%s: \"%s\" is translated, and nothing says it",
                "%d texts are translated that nothing says, the first being %s: \"%s\"")
        end
    end
    return list
end

return translation_findings

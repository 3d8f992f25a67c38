-- pack translate: the catalogue of a package in another language, made or brought up to date.

local catalogue = require "report.catalogue"
local files = require "cli.files"
local numbers = require "report.numbers"
local output = require "cli.output"
local packages = require "cli.packages"
local stop = require "cli.stop"
local text_of = require "report.text"
local translations = require "cli.translations"

local function check_tag(tag)
    for part in tag:gmatch "[^-]+" do
        if not part:find "^%w+$" or #part > 8 then
            stop.usage("'%s' is no tag of a language: such as fr, pt-BR or zh-Hant", tag)
        end
    end
    if not tag:find "^%a%a%a?%f[-\0]" then
        stop.usage("'%s' is no tag of a language: such as fr, pt-BR or zh-Hant", tag)
    end
end

local function read(path)
    local text = files.read(path)
    if not text then
        return {}
    end
    local rows, wrong, line = catalogue.read(text)
    if not rows then
        stop.with(stop.PACKAGE, "%s:%d: %s", path, line, wrong)
    end
    return rows
end

local function tell_dropped(path, dropped, messages)
    for _, row in ipairs(dropped) do
        messages:say("%s:%d: dropped, for nothing says it any more: %s: \"%s\", which was \"%s\"", path,
            row.line, row.context, text_of.clean(row.source), text_of.clean(row.target))
    end
end

local function summary(path, merged, state)
    return ("%s: %s, %d of them translated, %d in doubt, %d not translated\n"):format(text_of.clean(path),
        numbers.of(#merged, "text"), #merged - #state.missing - #state.fuzzy, #state.fuzzy,
        #state.missing)
end

local function pack_translate(given, messages)
    local out = output.new(given, require "cli.pack_translate")
    check_tag(given.tag)
    if given.package then
        stop.usage("pack translate: give the folder of the package once, without --package")
    end
    if files.kind(given.target) ~= "folder" then
        stop.usage("%s is no folder: pack translate TAG DIR writes DIR/lang/TAG.csv", given.target)
    end
    given.package = given.target
    local package, info = packages.open(given, messages)
    local path = files.shown(info.path, ("lang/%s.csv"):format(given.tag))
    local wanted = translations.wanted(package, given.tag)
    local merged, dropped = translations.merge(wanted, read(path))
    tell_dropped(path, dropped, messages)
    files.write(path, catalogue.write(merged))
    out:write(summary(path, merged, translations.state(wanted, merged)))
    out:finish()
    return messages:exit()
end

return {
    name = "pack translate",
    summary = "write or update the catalogue of a language",
    about = "Writes lang/TAG.csv in the folder of a package: a row for each text that people read (names, "
        .. "labels, units, options, classes, notes), to be translated in any spreadsheet or tool for "
        .. "translators. What is translated there is kept. Where a text has changed since, its translation "
        .. "stays and is marked fuzzy: it is not used until the mark is taken away. Of what a package "
        .. "extends, the texts are in the catalogue of that.",
    arguments = { { name = "TAG", target = "tag", help = "the language: fr, pt-BR, zh-Hant" },
        { name = "DIR", target = "target", help = "the folder of the package" } },
    options = { "strict" },
    uses_package = true,
    formats = { "table" },
    default_format = "table",
    examples = { "pack translate fr my-city" },
    exits = { 0, 1, 2, 4, 5 },
    exit_words = { [1] = "with --strict: there is a warning about the package" },
    run = pack_translate,
}

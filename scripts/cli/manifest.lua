-- Manifests: what a file of scores held when it was written, so that a part that is missing, cut
-- off or exchanged is found before its cities are missed. A manifest is JSON, one object:
--
--   manifest   1, the version of this list       engine, package, version   what made the rows
--   output     the file as it was named, null for standard output
--   format     "csv" or "ndjson"                 header    whether csv begins with its names
--   units, rows            how many cities and periods, and rows were written
--   bytes, sha256          of all that was written
--   complete   true: it is written when everything else is, and never otherwise

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"
local files = require "cli.files"
local json = require "report.json"
local numbers = require "report.numbers"
local stop = require "cli.stop"

local manifest = {}

local VERSION <const> = 1

-- `facts`: info of the package; path, format, header, units, rows, bytes, sha256 of the output.
function manifest.write(path, facts)
    files.write(path, json.document(json.object {
        { "manifest", VERSION }, { "engine", "hundredmark " .. hm.version },
        { "package", facts.info.name }, { "version", facts.info.version },
        { "output", json.maybe(facts.path) }, { "format", facts.format },
        { "header", facts.header }, { "units", facts.units }, { "rows", facts.rows },
        { "bytes", facts.bytes }, { "sha256", facts.sha256 },
        { "complete", true },
    }))
end

local function fail(path, reason, ...)
    stop.with(stop.DATA, "%s: %s", path, reason:format(...))
end

-- What a manifest says, checked as far as it is used.
local function read(path)
    local text = files.kind(path) == "file" and files.read(path)
    if not text then
        fail(path, "there is no such manifest: the part that it stands for is missing")
    end
    local facts = hm_program.read_json(text)
    if type(facts) ~= "table" or facts.manifest ~= VERSION or facts.complete ~= true
        or type(facts.sha256) ~= "string" or math.type(facts.rows) == nil
        or math.type(facts.bytes) == nil then
        fail(path, "this is no manifest that score --stream has written")
    end
    facts.file = path
    return facts
end

local function rows_of(facts)
    return numbers.of(math.tointeger(facts.rows) or 0, "row")
end

-- The manifest that stands for the output of this name, if one says so.
local function find_by_name(manifests, shard)
    for _, facts in ipairs(manifests) do
        local output = type(facts.output) == "string" and facts.output
        if output and not facts.found and (output == shard
            or files.last_name(output) == files.last_name(shard)) then
            return facts
        end
    end
end

-- Finds for each shard the manifest with its very bytes.
local function match(shards, manifests)
    local by_digest, without = {}, {}
    for _, facts in ipairs(manifests) do
        by_digest[facts.sha256] = by_digest[facts.sha256] or {}
        table.insert(by_digest[facts.sha256], facts)
    end
    for _, shard in ipairs(shards) do
        local digest, reason = hm_program.digest(shard)
        if not digest then
            fail(shard, "cannot be read: %s", reason)
        end
        local alike = by_digest[digest.sha256] or {}
        local facts = table.remove(alike, 1)
        if facts then
            facts.found = true
        else
            without[#without + 1] = { shard = shard, bytes = digest.bytes }
        end
    end
    return without
end

-- Where the file is that a manifest tells of: beside it, because both may have been moved, or where
-- it was written.
local function output_of(facts)
    if type(facts.output) ~= "string" then
        fail(facts.file, "its rows went to standard output: name the file that they are in")
    end
    local beside = files.join(files.folder_above(facts.file), files.last_name(facts.output) or "")
    return files.kind(beside) == "file" and beside or facts.output
end

local function shards_of(manifests)
    local shards = {}
    for i, facts in ipairs(manifests) do
        shards[i] = output_of(facts)
    end
    return shards
end

-- Ends the command unless the shards are those that the manifests tell of, whole and in any order.
-- Without shards they are the files that the manifests name. Gives the shards.
function manifest.check(paths, shards)
    local manifests = {}
    for i, path in ipairs(paths) do
        manifests[i] = read(path)
    end
    shards = #shards > 0 and shards or shards_of(manifests)
    for _, shard in ipairs(shards) do
        if shard == "-" then
            stop.usage("--manifest: standard input cannot be checked, only files can")
        end
    end
    for _, lost in ipairs(match(shards, manifests)) do
        local facts = find_by_name(manifests, lost.shard)
        if facts then
            fail(lost.shard, "is not what %s says: found %d bytes, expected %d with %s and SHA-256 "
                .. "%s", facts.file, lost.bytes, facts.bytes, rows_of(facts), facts.sha256)
        end
        fail(lost.shard, "no manifest tells of a file with these bytes")
    end
    for _, facts in ipairs(manifests) do
        if not facts.found then
            fail(facts.file, "none of the files is the one it tells of, with %s: the part is "
                .. "missing", rows_of(facts))
        end
    end
    return shards
end

return manifest

-- --fit and --save-fit: what indicators that are scaled over cities have learnt, read and written.

local formats = require "cli.formats"
local hm = require "hundredmark"
local output = require "cli.output"
local stop = require "cli.stop"

local say = require("report.language").of "cli.fits"

local fits = {}
fits.__index = fits

local FILE <const> = { name = "--save-fit", option = "--save-fit", default_format = "csv",
    tables = { "fits" }, formats = formats.list(formats.WRITERS) }

-- The fit that --fit names; nil without one.
function fits.read(given)
    return given.fit and stop.insist(stop.PACKAGE, hm.read_fits(given.fit)) or nil
end

-- Before any work: a file that cannot be written is told first. Where none is asked for, what comes
-- of it writes nothing.
function fits.new(given)
    local self = setmetatable({}, fits)
    if given.save_fit then
        if given.watch then
            stop.usage(say "--save-fit is written once: leave out --watch")
        end
        output.refuse_rows(given, "save_fit", "--save-fit")
        self.out = output.new({ output = given.save_fit }, FILE)
    end
    return self
end

-- What scores were made with.
function fits:write(scores)
    if not self.out then
        return
    end
    self.out:write_tables(function(name)
        return scores:table(name)
    end)
end

-- What was learnt of one phase, for others to add what their cities teach.
function fits:write_phase(learnt, messages)
    self.out:write_tables(function()
        return learnt:table()
    end)
    messages:say("phase %d is learnt from these cities alone, and nothing is scored: make one fit of "
        .. "all parts with 'hundredmark fit merge', with the fit before among them", learnt:phases())
end

return fits

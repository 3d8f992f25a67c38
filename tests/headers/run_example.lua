-- Runs the example of hundredmark.h where observations.csv lies and looks at what it prints.
--
--   lua5.4 run_example.lua PROGRAM FOLDER

-- The index that tests/reference gives these observations (without the records: 63.003...).
local EXPECTED <const> = "Port Lumen: 63.0\n"

local pipe = assert(io.popen(("cd '%s' && '%s' 2>&1"):format(arg[2], arg[1])))
local printed = pipe:read("a")
local done, _, exit = pipe:close()

if not done or printed ~= EXPECTED then
    print(("expected %q and exit 0, found %q and exit %s"):format(EXPECTED, printed, exit))
    os.exit(1)
end

local lu, package, folder = require "luaunit", ...

TestOverlay = {}

function TestOverlay.test_name()
    lu.assertEquals(package:info().name, "overlay")
end

function TestOverlay.test_that_fails()
    lu.assertEquals(folder, "elsewhere")
end

os.exit(lu.LuaUnit.run())

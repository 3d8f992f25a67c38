-- The program under test, and the files it is given.
--
--   program.run(words, folder)   runs { PROGRAM, WORD... }; returns its exit code, or a signal's
--                                name, and what it wrote to standard output and standard error
--   program.read, program.write  whole files
--   program.folder, program.own  make, name what program.clean is to remove

local program = {}

local owned = {}    -- paths, in order of creation

function program.read(path)
    local file = io.open(path, "rb")
    local text = file and file:read("a") or ""
    if file then
        file:close()
    end
    return text
end

function program.write(path, text)
    local file = assert(io.open(path, "wb"))
    file:write(text)
    file:close()
end

local function quote(word)
    return "'" .. word:gsub("'", "'\\''") .. "'"
end

function program.own(path)
    owned[#owned + 1] = path
    return path
end

function program.folder(path)
    assert(os.execute("mkdir " .. quote(path)))
    return program.own(path)
end

function program.clean()
    for i = #owned, 1, -1 do
        os.remove(owned[i])
    end
end

function program.run(words, folder)
    local quoted = {}
    for i, word in ipairs(words) do
        quoted[i] = quote(word)
    end
    local out, err = folder .. "/out", folder .. "/err"
    local command = ("%s >%s 2>%s"):format(table.concat(quoted, " "), quote(out), quote(err))
    local _, how, code = os.execute(command)
    local output, errors = program.read(out), program.read(err)
    os.remove(out)
    os.remove(err)
    return how == "exit" and code or how .. " " .. code, output, errors
end

return program

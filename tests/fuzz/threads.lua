-- The program scores some thousands of cities in four threads, and again in one, as a whole and in a
-- stream: the bytes that it writes are the same. lua5.4 threads.lua PROGRAM FOLDER
local program, folder = arg[1], arg[2]
local UNITS = 5000
-- Files below 1 MiB are read in one thread: long names make this one big enough for several.
local LONG = ("-"):rep(240)

local function write_data(path)
    local file = assert(io.open(path, "w"))
    file:write("city,period,government_services,one_stop_services,single_sign_in_services,",
        "treatments,treatments_by_appointment,transport_info_real_time\n")
    for i = 1, UNITS do
        file:write(("City %d%s,2025,%d,%d,%s,%d,%d,%s\n"):format(i, LONG, i % 200, i % 150,
            i % 7 == 0 and "NR" or i % 50, i % 1000 + 1, i % 900, i % 2 == 0 and "yes" or "no"))
    end
    file:close()
end

local function score(data, jobs, out, option)
    local ran, how, status = os.execute(("'%s' score %s '%s' --jobs %d -q --format csv -o '%s'")
        :format(program, option or "", data, jobs, out))
    if how ~= "exit" or status > 1 then
        error(("score --jobs %d ended with %s %s"):format(jobs, how or ran, status))
    end
    local file = assert(io.open(out, "rb"))
    local text = file:read("a")
    file:close()
    os.remove(out)
    return text
end

local data = folder .. "/threads-data.csv"
write_data(data)
local four = score(data, 4, folder .. "/threads-four.csv")
local one = score(data, 1, folder .. "/threads-one.csv")
local streamed_by_four = score(data, 4, folder .. "/threads-four.csv", "--stream")
local streamed_by_one = score(data, 1, folder .. "/threads-one.csv", "--stream")
os.remove(data)
assert(#one > UNITS * 100, "hardly anything was written")
assert(four == one, "the scores depend on the number of threads")
assert(#streamed_by_one > UNITS * 100 and streamed_by_four == streamed_by_one,
    "a stream depends on the number of threads")
print("fine: " .. UNITS .. " cities")

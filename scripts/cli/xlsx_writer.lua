-- Tables into a workbook of spreadsheets: a sheet each, with a line of names that stays in sight, columns
-- as wide as what stands in them, and a filter. Texts stay texts, whatever they begin with.

local hm = require "hundredmark"
local hm_program = require "hundredmark.program"

local say = require("report.language").of("cli.xlsx_writer")

local xlsx_writer = {}

local LEAST_WIDTH <const>, MOST_WIDTH <const> = 8, 60
local MEASURED <const> = 200    -- rows that are looked at for the width of a column
local BLOCK <const> = 4096      -- rows that are asked for at a time
local NAME_MOST <const> = 31    -- characters of a sheet's name

-- What keeps it from writing: libxlsxwriter is missing.
function xlsx_writer.missing()
    local workbook, reason = hm_program.new_workbook {}
    if workbook then
        workbook:close()
        return nil
    end
    return reason
end

-- Why a table does not fit into a sheet; nil: it does.
local function obstacle(made)
    local limits = hm_program.workbook_limits
    if made:count() >= limits.rows then
        return ("the table %s has %d rows, and a sheet holds %d with its line of names"):format(
            made:name(), made:count(), limits.rows)
    elseif #made:columns() > limits.columns then
        return ("the table %s has %d columns, and a sheet holds %d"):format(made:name(),
            #made:columns(), limits.columns)
    end
end

local function shown_width(value)
    local text = type(value) == "number" and hm.number(value) or tostring(value)
    return utf8.len(text) or #text
end

local function measure(widths, columns, row)
    for i, column in ipairs(columns) do
        local value = row[column.name]
        if value ~= nil then
            widths[i] = math.max(widths[i], shown_width(value))
        end
    end
end

-- Numbers of workbooks have 16 digits, and what was learnt is read back to the last bit: those that take more are
-- texts there.
local function whole(value)
    local has_more = math.type(value) == "float" and tonumber(("%.16g"):format(value)) ~= value
    return has_more and hm.number(value) or value
end

-- One row; or nil, and why a text does not fit into its cell.
local function write_row(sheet, columns, row, number, of_fit)
    for i, column in ipairs(columns) do
        local value = row[column.name]
        if type(value) == "string" and shown_width(value) > hm_program.workbook_limits.text then
            return nil, ("a text of %d characters in the column %s, and a cell holds %d"):format(
                shown_width(value), column.name, hm_program.workbook_limits.text)
        elseif value ~= nil then
            sheet:write(number, i, of_fit and whole(value) or value)
        end
    end
    return true
end

local function write_rows(sheet, made, columns, widths)
    for first = 1, made:count(), BLOCK do
        local rows, err = made:rows(first, BLOCK)
        if not rows then
            return nil, err.message
        end
        for i, row in ipairs(rows) do
            local number = first + i
            if number <= MEASURED then
                measure(widths, columns, row)
            end
            local done, reason = write_row(sheet, columns, row, number, made:name() == "fits")
            if not done then
                return nil, reason
            end
        end
    end
    return true
end

local function write_heading(sheet, columns, look)
    local widths = {}
    for i, column in ipairs(columns) do
        sheet:write(1, i, column.name, look)
        widths[i] = math.max(LEAST_WIDTH, shown_width(column.name) + 2)    -- beside the filter's arrow
    end
    return widths
end


local function write_table(workbook, made, name, look)
    local sheet, columns = workbook:add_sheet(name), made:columns()
    local widths = write_heading(sheet, columns, look)
    local done, reason = write_rows(sheet, made, columns, widths)
    if not done then
        return nil, reason
    end
    for i, width in ipairs(widths) do
        sheet:columns(i, i, math.min(width + 1, MOST_WIDTH))
    end
    sheet:freeze(2, 1)
    if #columns > 0 then
        sheet:filter(1, 1, made:count() + 1, #columns)
    end
    return true
end

-- Names of sheets are short, and no two are the same, whatever their capitals.
local function sheet_name(wanted, taken)
    local name = wanted:gsub("[%[%]:*?/\\]", "_"):sub(1, NAME_MOST)
    local found = name
    for i = 2, math.huge do
        if not taken[found:lower()] then
            break
        end
        found = ("%s %d"):format(name:sub(1, NAME_MOST - 6), i)
    end
    taken[found:lower()] = true
    return found
end

-- What the rows rest on beside package and data, in a sheet behind theirs.
local function write_premises(workbook, premises, taken)
    if #premises == 0 then
        return
    end
    local sheet = workbook:add_sheet(sheet_name(say "Notes", taken))
    sheet:columns(1, 1, MOST_WIDTH)
    for i, sentence in ipairs(premises) do
        sheet:write(i, 1, sentence)
    end
end

local function write_all(workbook, tables, premises)
    local look = workbook:format { bold = true, background = "#E7EDF3", bottom = "thin" }
    local taken = {}
    for _, made in ipairs(tables) do
        local done, reason = write_table(workbook, made, sheet_name(made:name(), taken), look)
        if not done then
            return nil, reason
        end
    end
    write_premises(workbook, premises, taken)
    return true
end

-- As program_writers.lua says.
function xlsx_writer.write(tables, options)
    for _, made in ipairs(tables) do
        local reason = obstacle(made)
        if reason then
            return nil, reason
        end
    end
    local workbook, reason, done = hm_program.new_workbook {}
    if not workbook then
        return nil, reason
    end
    done, reason = write_all(workbook, tables, options.premises or {})
    if not done then
        workbook:close()
        return nil, reason
    end
    return workbook:write(options.file)
end

return xlsx_writer

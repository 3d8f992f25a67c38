-- Workbooks that a command fills by itself. What does not fit into one is an error of the output.

local hm_program = require "hundredmark.program"

local workbook_file = {}

-- A traceback for a mistake; what is told from it by its kind, or by its very text, stays as it is.
local function keep(value)
    if type(value) ~= "string" or value == "not enough memory" then
        return value
    end
    return debug.traceback(value, 2)
end

-- A new workbook with these properties, filled by fill(workbook); or nil, and why there is none: the library
-- is missing, or too small is what holds it.
function workbook_file.new(properties, fill)
    local workbook, reason
    local done, wrong = xpcall(function()
        workbook, reason = hm_program.new_workbook(properties)
        if workbook then
            fill(workbook)
        end
    end, keep)
    if done then
        return workbook, reason
    elseif workbook then
        workbook:close()
    end
    return nil, hm_program.workbook_refusal(wrong) or error(wrong, 0)
end

return workbook_file

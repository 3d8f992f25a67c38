-- Blocks of pages without what only HTML shows.

local plain = {}

-- The words without what only HTML has.
function plain.words(words)
    if type(words) == "string" then
        return words
    end
    local pieces = {}
    for i, piece in ipairs(words) do
        pieces[i] = type(piece) == "string" and piece or piece[1]
    end
    return table.concat(pieces)
end

-- The columns and rows of a table without those of drawings.
function plain.table(block)
    local columns, kept, rows = {}, {}, {}
    for i, column in ipairs(block.columns) do
        if not column.is_drawn then
            columns[#columns + 1], kept[#kept + 1] = column, i
        end
    end
    if #kept == #block.columns then
        return columns, block.rows
    end
    for n, row in ipairs(block.rows) do
        rows[n] = {}
        for i, at in ipairs(kept) do
            rows[n][i] = row[at]
        end
    end
    return columns, rows
end

return plain

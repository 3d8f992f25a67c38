-- The quantile of a sorted list, between its neighbours by where it falls.
return function(sorted, share)
    local place = 1 + (#sorted - 1) * share
    local below = math.floor(place)
    local above = math.min(#sorted, below + 1)
    return sorted[below] + (place - below) * (sorted[above] - sorted[below])
end

-- attempts: the order function never returns
-- level: body
-- expect: limit
-- max-seconds: 2
table.sort({ 3, 2, 1 }, function() while true do end end) return 0

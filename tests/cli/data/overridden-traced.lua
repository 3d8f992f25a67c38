return package { override = {
    t = { transform = function(x)
        return x < 3 end, },
    a = { measure = input.x, transform = function(x)
           return x + zz end },
    b = {
       range = 3, },
    s = {
       range = 4, },
} }

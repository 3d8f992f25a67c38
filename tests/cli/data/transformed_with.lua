return package { name = "lacking", override = { R = { transform = function(x) return x + input.k end } } }

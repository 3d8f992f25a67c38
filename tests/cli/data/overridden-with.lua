return package { 


  override = {
    a = { measure_from = {
         ["2024"] = input.zz * 2 },
    },
    b = {
      measure = input.y +
        points(eq(input.c, "w"), 3) },
    t = { transform = function(x)
        return x + input.nope end, },
    s = {
        measure = input.s + param.nix },
    G = { 
       measure = score["nothing"] },
    I = { weight = 3,
       transform = function(x) return x + value["zzz"] end },
  } }

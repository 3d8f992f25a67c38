return {
  indicator { code = "m", parent = "G", name = "M", about = "x",
    inputs = { choice { "m", "M", options = { "taxes", "permits" }, many = true }, choice { "c", "C", options = { "u", "v" } }, number { "n" } },
    measure = function(v) return has(v.m, "typo") and 10 or 20 end,
  },
  indicator { code = "k", parent = "G", name = "K", about = "x", inputs = { "n" },
    measure = input.n,
    measure_from = {
      ["2022"] = function(v)
          return v.n + nil
      end,
      ["2023"] = {
         inputs = { "n", "c" },
         measure = function(v)
            return v.foo
         end },
    } },
  indicator { code = "e", parent = "G", name = "E", about = "x", to = "2022", measure = input.n },
  indicator { code = "r", parent = "G", name = "R", about = "x", measure = input.n,
    measure_from = { ["2023"] = input.n + score["e"] } },
  indicator { code = "eq", parent = "G", name = "Q", about = "x", inputs = { "c" },
     measure = function(v) return eq(v.c, "w") and 1 or 2 end },
}

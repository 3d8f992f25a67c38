return package { name = "studied", version = "1", api = 1, extends = "tiny" }

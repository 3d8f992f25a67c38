-- Scripts that take many steps each while they load.
return package {
    name = "laborious", version = "1", api = 1, title = "Laborious index",
    nodes = { { "index", "Laborious index" } },
}

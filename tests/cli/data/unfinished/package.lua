return package {
    name = "unfinished", version = "1", api = 1, title = "Unfinished index",
    nodes = {
        { "index", "Unfinished index" },
        { "rivers", "Rivers", parent = "index" },
        { "bridges", "Bridges", parent = "index" },
    },
}

return package {
    name = "stepping", version = "1", api = 1, title = "Steps that can be told and others",
    nodes = { { "G", "Group" } },
    policy = { range = false },
}

return package {
    name = "quay", version = "1", api = 1,
    extends = "ruled",
    drop_rules = { "both" },
}

return package {
    name = "mini-local", version = "1.0", api = 1,
    extends = "mini",
    drop = { "offices" },
    policy = { rounding = 1 },
}

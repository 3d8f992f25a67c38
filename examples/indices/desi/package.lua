return package {
    name = "desi", version = "2022", api = 1,
    title = "Digital Economy and Society Index",
    policy = { range = false },
}

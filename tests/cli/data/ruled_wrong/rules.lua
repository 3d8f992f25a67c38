return {
    rule { "parts", input.powered + input.plannd, "<=", input.berths },
    rule { "port", input.port, "<=", 1 },
}

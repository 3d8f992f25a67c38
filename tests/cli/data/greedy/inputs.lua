return {
    count { "households", "Households" },
}

return {
    count { "households", "Households of the city" },
}

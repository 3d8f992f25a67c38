return {
    number { "Area", "Land area", unit = "Thousand square km" },
    number { "Energy", "Energy consumption", unit = "Unit" },
    number { "GDP", "GDP", unit = "USD Bn" },
    number { "Population", "Population", unit = "Thousands" },
}

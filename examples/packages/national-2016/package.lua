-- The first-level weights add up to 100. In the standard the levels L1 to L6 stand below
-- performance and capability, so these two weigh what their children do, and the two levels that
-- the standard does not have stand beside them: every first level then has exactly its own share of
-- the index.
return package {
    name = "national-2016",
    version = "2016.1",
    api = 1,
    title = "National evaluation of smart cities 2016, over the indicators of ISO/IEC 30146",
    about = "The weights of China's first national evaluation of new smart cities, laid over " ..
        "the standard that descends from it. Weights inside the other first levels than citizen " ..
        "service are equal. The two last levels have one local indicator each.",
    licence = "MIT", -- these scripts
    extends = { "iso-iec-30146", version = "2019.1" },

    nodes = {
        { "L7", "Reform and innovation", parent = "index", weight = 4,
            about = "Whether the city has set up what a programme across all departments needs." },
        { "L8", "Citizens' experience", parent = "index", weight = 20,
            about = "What the citizens themselves say, asked in a survey." },
    },

    weights = {
        performance = 54, -- 37 + 9 + 8
        capability = 22,  -- 7 + 7 + 8

        L1 = 37, -- citizen service
        L2 = 9,  -- governance
        L3 = 8,  -- liveable environment
        L4 = 7,  -- facility
        L5 = 7,  -- information resource
        L6 = 8,  -- cyber security

        ["L1.1"] = 8, -- government
        ["L1.2"] = 3, -- transportation
        ["L1.3"] = 3, -- social insurance
        ["L1.4"] = 3, -- medical
        ["L1.5"] = 3, -- education
        ["L1.6"] = 3, -- employment
        ["L1.7"] = 7, -- city service
        ["L1.8"] = 5, -- assistance
        ["L1.9"] = 2, -- e-commerce
    },

    policy = { rounding = 2 },
}

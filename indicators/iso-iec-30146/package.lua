return package {
    name = "iso-iec-30146",
    version = "2019.1",
    api = 1,
    title = "ISO/IEC 30146:2019 Smart city ICT indicators",
    about = "Marks a city's information and communication technology out of a hundred: what " ..
        "citizens, government and environment gain from it (performance), and the facilities, " ..
        "information and security it rests on (capability). Holds 52 indicators in 18 " ..
        "second-level groups. The source text at hand ends with L6.1.1: L6.2 System and data " ..
        "security is named there, but its indicators are not defined, and neither is the rest " ..
        "of L6.1; a city that needs them adds them in a package of its own. There is no L4.2: " ..
        "L4.3 is the text's own number for the city model. The text sets no weights and no rule " ..
        "for adding up groups: equal weights and the arithmetic mean are this package's choice, " ..
        "and a tailored package may choose otherwise.",
    licence = "MIT", -- these scripts; the standard itself belongs to ISO and IEC

    nodes = {
        { "index", "Smart city ICT index",
            about = "The one mark for the whole city, made of performance and capability." },

        { "performance", "Performance indicators", parent = "index",
            about = "What the technology achieves for citizens, government and environment." },
        { "capability", "Capability indicators", parent = "index",
            about = "What the city has in place: facilities, information resources and security." },

        { "L1", "Citizen service", parent = "performance",
            about = "How well digital services reach the people who live and work in the city." },
        { "L2", "Efficient governance", parent = "performance",
            about = "How technology helps to run the city's networks and keep its streets safe." },
        { "L3", "Liveable environment", parent = "performance",
            about = "How technology watches over pollution, energy use and buildings." },
        { "L4", "Smart facility", parent = "capability",
            about = "The networks and the digital city model that services are built on." },
        { "L5", "Information resource", parent = "capability",
            about = "How openly the city's data is shared and how much is made of it." },
        { "L6", "Cyber security", parent = "capability",
            about = "How the city organises its cyber security. Only L6.1 is defined in the " ..
                "source text at hand, so this group rests on one indicator." },

        { "L1.1", "E-government service", parent = "L1",
            about = "Dealing with the administration: in one place, with one login, answered " ..
                "properly." },
        { "L1.2", "Transportation service", parent = "L1",
            about = "Passenger information and electronic payment in public transport." },
        { "L1.3", "Social insurance service", parent = "L1",
            about = "Reaching social insurance online, close to home and across the whole city." },
        { "L1.4", "Medical service", parent = "L1",
            about = "Electronic records, appointments and access to health services." },
        { "L1.5", "Education service", parent = "L1",
            about = "Multimedia equipment and wireless networks in schools." },
        { "L1.6", "Employment service", parent = "L1",
            about = "Information and online services for people looking for work." },
        { "L1.7", "City public service", parent = "L1",
            about = "Municipal services on the phone and on one card." },
        { "L1.8", "Service for poor and disabled people", parent = "L1",
            about = "Whether digital services leave nobody out." },
        { "L1.9", "E-commerce service", parent = "L1",
            about = "How much of the city's trade is done online." },

        { "L2.1", "City management", parent = "L2",
            about = "The pipes under the city: watched over, and within reach for repairs." },
        { "L2.2", "Public safety", parent = "L2",
            about = "Video surveillance: coverage, connection and use." },

        { "L3.1", "Environmental protection", parent = "L3",
            about = "Monitoring pollution, publishing about it and dealing with incidents." },
        { "L3.2", "Green energy and energy efficiency", parent = "L3",
            about = "Green buildings and large energy users under observation." },

        { "L4.1", "Network infrastructure", parent = "L4",
            about = "Fixed, fibre and mobile broadband in use." },
        { "L4.3", "City model", parent = "L4",
            about = "How complete, current and used the digital city model is. Numbered L4.3 in " ..
                "the source text; there is no L4.2." },

        { "L5.1", "Open data and data sharing", parent = "L5",
            about = "Data opened to everybody and shared between parts of the government." },
        { "L5.2", "Exploitation and utilization", parent = "L5",
            about = "What companies and citizens make of the city's information, with the " ..
                "government." },

        { "L6.1", "Network security management", parent = "L6",
            about = "Who answers for cyber security, and on what basis. The source text at hand " ..
                "defines the first indicator of this group only." },
    },

    policy = { min_coverage = 0.5, aggregate = "arithmetic" },
}

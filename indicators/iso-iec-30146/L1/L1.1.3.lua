return indicator {
    code = "L1.1.3", parent = "L1.1",
    name = "Implementation of electronic or digital signature",
    about = "How widely documents are signed electronically rather than on paper: the " ..
        "government services (or departments) that use digital signatures, out of all " ..
        "government services.",
    reference = "ISO/IEC 30146:2019, L1.1.3",
    inputs = {
        count { "digital_signature_services",
            "Government services or departments that use digital signatures" },
        "government_services",
    },
    measure = percent(input.digital_signature_services, input.government_services),
    tests = {
        { digital_signature_services = 30, government_services = 80, score = 37.5 },
        { digital_signature_services = 0, government_services = 80, score = 0 },
        { digital_signature_services = 80, government_services = 80, score = 100 },
        { digital_signature_services = 84, government_services = 80,
          value = 105, score = 100, flags = "capped;part_exceeds_whole",
          note = "Departments and services counted together may come to more than the services." },
        { digital_signature_services = 3, government_services = 0, status = "invalid" },
        { digital_signature_services = 30, status = "not_reported" },
    },
}

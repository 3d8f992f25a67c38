return indicator {
    code = "L1.4.1", parent = "L1.4",
    name = "Percentage of medical institutions that have established e-medical records",
    about = "How many hospitals, clinics and other medical institutions keep their medical " ..
        "records electronically.",
    reference = "ISO/IEC 30146:2019, L1.4.1",
    inputs = {
        count { "institutions_e_medical_records",
            "Medical institutions that keep electronic medical records" },
        count { "medical_institutions", "Medical institutions in the city" },
    },
    measure = percent(input.institutions_e_medical_records, input.medical_institutions),
    tests = {
        { institutions_e_medical_records = 33, medical_institutions = 40, score = 82.5 },
        { institutions_e_medical_records = 0, medical_institutions = 40, score = 0 },
        { institutions_e_medical_records = 40, medical_institutions = 40, score = 100 },
        { institutions_e_medical_records = 42, medical_institutions = 40,
          value = 105, score = 100, flags = "capped;part_exceeds_whole" },
        { institutions_e_medical_records = 0, medical_institutions = 0, status = "undefined" },
        { medical_institutions = 40, status = "not_reported" },
    },
}

-- The figures that more than one indicator needs: a city is asked for each of them once.
return {
    count { "government_services", "All government services that the city offers" },
    count { "treatments", "Treatments given by medical services during the year" },
    count { "citizens", "Citizens of the city" },
    count { "permanent_residents", "Permanent residents of the city" },
    count { "schools", "Schools in the city" },
    count { "cameras_key_areas", "Video cameras installed in key public areas" },
    count { "cameras_industry",
        "Video cameras installed in key industries and fields that matter for public security" },
}

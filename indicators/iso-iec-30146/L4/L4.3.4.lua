local changes = input.feature_changes
local in_time = when(reported(changes.modelled_at),
    lt(changes.modelled_at - changes.changed_at, changes.reasonable_delay), false)

return indicator {
    code = "L4.3.4", parent = "L4.3",
    name = "City model up to date",
    about = "How many changes in the real city reach the model in time. Give one row for every " ..
        "change; it is in time if less than the reasonable delay for its feature type has gone " ..
        "by. A change that is not in the model yet is not in time: leave modelled_at empty.",
    reference = "ISO/IEC 30146:2019, L4.3.4",
    inputs = {
        records { "feature_changes", "Changes of features in the real city: one row a change",
            columns = {
                text { "feature_type", "Feature type, such as building" },
                datetime { "changed_at", "When the feature changed in the real city" },
                datetime { "modelled_at",
                    "When the change was entered in the city model; empty if it is not there yet" },
                duration { "reasonable_delay",
                    "Delay regarded as reasonable for this feature type, such as P30D or PT4H" },
            } },
    },
    measure = 100 * count_rows(changes, in_time) / count_rows(changes),
    tests = {
        { feature_changes = {
              { feature_type = "building", changed_at = "2025-03-01", modelled_at = "2025-03-21",
                reasonable_delay = "P30D" },
              { feature_type = "road closure", changed_at = "2025-04-10T08:00",
                modelled_at = "2025-04-10T11:30", reasonable_delay = "PT4H" },
              { feature_type = "tree", changed_at = "2025-05-01", modelled_at = "2025-06-15",
                reasonable_delay = "P60D" },
              { feature_type = "building", changed_at = "2025-06-01", modelled_at = "2025-07-15",
                reasonable_delay = "P30D" },
          }, score = 75,
          note = "After 20 of 30 days, 3.5 of 4 hours and 45 of 60 days: in time; 44 of 30 " ..
              "days: late." },
        { feature_changes = {
              { feature_type = "building", changed_at = "2025-03-01", modelled_at = "2025-03-31",
                reasonable_delay = "P30D" },
          }, score = 0,
          note = "Exactly 30 days is not less than 30 days." },
        { feature_changes = {
              { feature_type = "building", changed_at = "2025-03-01",
                modelled_at = "2025-03-30T23:59:59", reasonable_delay = "P30D" },
          }, score = 100,
          note = "One second earlier it is in time." },
        { feature_changes = {
              { feature_type = "building", changed_at = "2025-03-01", modelled_at = "2025-03-02",
                reasonable_delay = "P30D" },
              { feature_type = "building", changed_at = "2025-03-01", reasonable_delay = "P30D" },
          }, score = 50,
          note = "The second change is not in the model yet, so it is not in time." },
        { feature_changes = {
              { feature_type = "tree", changed_at = "2025-03-01", reasonable_delay = "P60D" },
          }, score = 0 },
        { feature_changes = {
              { feature_type = "building", changed_at = "2024-02-28", modelled_at = "2024-03-01",
                reasonable_delay = "P2D" },
              { feature_type = "building", changed_at = "2025-02-28", modelled_at = "2025-03-01",
                reasonable_delay = "P2D" },
          }, score = 50,
          note = "2024 has a 29 February: two days there, one day in 2025." },
        { feature_changes = {
              { feature_type = "road closure", changed_at = "2025-03-01T10:00Z",
                modelled_at = "2025-03-01T13:00-02:00", reasonable_delay = "PT4H" },
          }, score = 0,
          note = "13:00 two hours west is 15:00 UTC: five hours, not three." },
        { status = "not_reported" },
    },
}

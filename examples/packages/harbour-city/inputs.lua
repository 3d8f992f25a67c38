-- What several of the harbour's indicators need.
return {
    count { "berths", "Berths in the harbour" },
}

local code = "A"

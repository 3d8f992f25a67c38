error("no such luck")

-- What the program has beside the analysis `bounds` of the engine: see cli.analysis.

return { page = "report.bounds_page" }

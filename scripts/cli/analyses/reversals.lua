-- What the program has beside the analysis `reversals` of the engine: see cli.analysis.

return { page = "report.reversals_page" }

-- What the program has beside the analysis `tipping` of the engine: see cli.analysis.

return { page = "report.tipping_page" }

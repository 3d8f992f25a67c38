-- What the program has beside the analysis `coherence` of the engine: see cli.analysis.

return { page = "report.coherence_page", of_all = true }

-- What the program has beside the analysis `statistics` of the engine: see cli.analysis.

return { of_all = true }

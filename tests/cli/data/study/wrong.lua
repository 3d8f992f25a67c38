return study { vary = { scale = { "minmax" } } }

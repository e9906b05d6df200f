"""`make bench`: how fast the pipeline is, beside the bare call it cannot do without. Not a test: nothing here fails."""

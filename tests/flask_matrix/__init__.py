"""Flask's extensions and applications, each run on Flask and on Pegboard and compared."""

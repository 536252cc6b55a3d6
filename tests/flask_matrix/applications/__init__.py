"""Public applications of Flask, unmodified, served over HTTP by Flask and by Pegboard.

Their own tests are rows of the table that ``tests.flask_suites`` makes.
"""

"""The applications: each has ``make_app()`` and ``STEPS``, what is asked of it."""

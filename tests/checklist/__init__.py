"""What users of Flask rely on, by the numbers of ``docs/reference/checklist``."""

"""Many documents at once: a folder, JSON lines or Parquet in; the same out, and a table of what
became of each.

    sources → units → local or on_ray: work → outputs, written and renamed → outcomes, a row each

    OUT/released/   what goes out           OUT/outcomes.jsonl   the table
    OUT/review/     what a person must see  OUT/run.json         what the run was begun with

An output is whole before its row is written, and a row that is written outlasts a loss of
power: whatever is killed whenever, a run that is started again does what has no row yet.
"""

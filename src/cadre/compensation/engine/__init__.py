"""The compensation engine: plan language, calculation, explanation, simulation.

Pure: imports neither Django nor any other room, so that it can be used, tested and measured alone.
Start at :func:`cadre.compensation.engine.run.calculate`; the language is in ``docs/guide/compensation-plans.md``.
"""

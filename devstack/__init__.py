"""What ``./dev`` runs: installing, embedded servers, supervision, checks. Never part of production.

Only the standard library, except in the modules that say they run inside the virtual environment:
``prepare``, ``catalogues``, ``pictures``.
"""

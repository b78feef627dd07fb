"""Numbers that never repeat within a run, so that unique columns never clash."""

from itertools import count

_numbers = count(1)


def next_number() -> int:
    """Return a number not given before."""
    return next(_numbers)

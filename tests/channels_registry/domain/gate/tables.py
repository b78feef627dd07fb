"""Tables of examples as text: cells parted by bars, the last one the rule that the row shows."""

import pytest


def rows(text: str) -> list[object]:
    """Return one ``pytest.param`` a row; its id is the rule."""
    cells = [[cell.strip(" ") for cell in line.split(" | ")] for line in text.strip("\n").split("\n")]
    return [pytest.param(*row[:-1], id=row[-1]) for row in cells]

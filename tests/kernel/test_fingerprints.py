"""Whether a form's row changed meanwhile."""

import pytest

from accounts.models import Organisation
from kernel.errors import Conflict
from kernel.fingerprints import fingerprint, refuse_if_stale

FIELDS = ("name", "language")


def test_a_fingerprint_changes_with_the_fields_it_covers_and_with_no_other():
    shown = fingerprint(Organisation(name="A", language="en", time_zone="UTC"), FIELDS)
    assert fingerprint(Organisation(name="A", language="en", time_zone="Asia/Tokyo"), FIELDS) == shown
    assert fingerprint(Organisation(name="B", language="en"), FIELDS) != shown


def test_fields_cannot_be_shifted_into_each_other():
    one = fingerprint(Organisation(name="AB", language="C"), FIELDS)
    assert fingerprint(Organisation(name="A", language="BC"), FIELDS) != one


def test_a_row_that_changed_since_the_form_was_shown_is_a_conflict():
    row = Organisation(name="A", language="en")
    seen = fingerprint(row, FIELDS)
    refuse_if_stale(row, FIELDS, seen=seen)
    row.name = "B"
    refuse_if_stale(row, FIELDS, seen="")
    with pytest.raises(Conflict) as raised:
        refuse_if_stale(row, FIELDS, seen=seen)
    assert raised.value.code == "changed_meanwhile"

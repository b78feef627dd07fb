"""Agencies and operators."""

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from tests.factories.counting import next_number


def make_agency(
    kind: OrganisationKind = OrganisationKind.ISSUING,
    jurisdiction: str = "ID",
    *,
    name: str = "",
    owner: bool = False,
    time_zone: str = "Asia/Jakarta",
    language: str = "en",
) -> Organisation:
    """Return an agency; the owning one is an issuing agency with ``owner=True``."""
    return Organisation.objects.create(
        kind=kind,
        name=name or f"Agency {next_number()}",
        jurisdiction=jurisdiction,
        time_zone=time_zone,
        language=language,
        owner=owner,
    )


def make_operator(
    *, name: str = "", jurisdiction: str = "AE", time_zone: str = "Asia/Dubai", language: str = "en"
) -> Organisation:
    """Return an operator of platforms."""
    return Organisation.objects.create(
        kind=OrganisationKind.OPERATOR,
        name=name or f"Operator {next_number()}",
        jurisdiction=jurisdiction,
        time_zone=time_zone,
        language=language,
    )

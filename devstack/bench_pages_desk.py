"""Runs inside the virtual environment: the desk that ``./dev bench pages`` reads, and a session for it.

Prints one JSON object: the cookie of an analyst who is signed in, and the pages that are asked.
"""

import io
import json
import os
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402  models need the set-up above
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.domain.acting import COMMAND, acting_as  # noqa: E402
from accounts.enums import OrganisationKind, Role  # noqa: E402
from accounts.models import Membership  # noqa: E402
from cases.domain.queue import AGENCY_TABS  # noqa: E402
from cases.enums import CaseKind  # noqa: E402
from cases.models import Case, Item  # noqa: E402
from devstack.bench_pages_rows import FIRST_ID, copy_cases  # noqa: E402

CASES = int(os.environ.get("BENCH_CASES", "1000000"))
ASKED = 200


def main() -> None:
    """Load the demo, copy its cases, sign an analyst in."""
    call_command("load_demo", stdout=io.StringIO())
    seats = Membership.objects.select_related("user", "organisation").order_by("pk")
    analyst = seats.filter(organisation__kind=OrganisationKind.ISSUING, roles__contains=[Role.ANALYST])[0]
    with acting_as(COMMAND):
        own = Case.objects.filter(agency=analyst.organisation, kind=CaseKind.ORDER, sent_at__isnull=False)
        models = list(own.order_by("pk").values_list("pk", flat=True))
    copy_cases(models, CASES)
    wanted = range(FIRST_ID, FIRST_ID + CASES, CASES // ASKED + 1)
    with acting_as(COMMAND):
        references = list(Case.objects.filter(pk__in=wanted).values_list("reference", flat=True))
        items = Item.objects.filter(case_id__in=wanted, position=1)
        links = list(items.order_by("pk").values_list("url", "key", "channel__title", "case__reasons"))
    sought = [
        words
        for reference, (url, key, title, reasons) in zip(references, links, strict=False)
        # Rare and common ones: a reference, a link, a whole name, a part that thousands have, a title,
        # prose.
        for words in (
            reference,
            url,
            key,
            key.partition("-")[0],
            title.strip(),
            " ".join(reasons.split()[:3]),
        )
    ]
    client = Client()
    client.force_login(analyst.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    said = {
        "cookie": client.cookies.output(attrs=[], header="", sep=";").strip(),
        "case": [reverse("dashboard:case", args=[reference]) for reference in references],
        "queue": [f"{reverse('dashboard:queue')}?tab={tab.value}" for tab in AGENCY_TABS],
        "search": [f"{reverse('dashboard:search')}?{urlencode({'q': each})}" for each in sought],
        "floor": [f"/floor/{number}/" for number in wanted],
    }
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()

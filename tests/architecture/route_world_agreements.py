"""Agreement, wording, commitment and flagger's status of a side, with words that name a leak."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.domain.acting import COMMAND
from cases.domain.retention import place_hold
from channels_registry.domain.documents import read_pdf
from sla.domain.agreements import Wording, add_version
from sla.domain.commitments import CommitmentWords, add_commitment
from sla.enums import Party
from sla.models import Agreement, TrustedFlagger
from tests.architecture.route_side import Side
from tests.factories.files import opened, pdf
from tests.factories.law import LONG_AGO, make_agreement, make_flagger, make_policy

A_YEAR = timedelta(days=365)


def make_agreements(side: Side) -> None:
    """Agreed and flagged long ago and in force no more: no case of the world runs under it."""
    desk, past = side.desk, DateTimeTZRange(LONG_AGO - A_YEAR, LONG_AGO)
    agreement = make_agreement(desk.agency, desk.platform, make_policy(is_default=False))
    Agreement.objects.filter(pk=agreement.pk).update(title=side.mark("agreement"), in_force=past)
    document = read_pdf(opened(pdf(side.mark("pdf"))), f"{side.mark('pdfname')}.pdf")
    wording = Wording(LONG_AGO.date(), document=document)
    told = {"actor": COMMAND, "agreement": agreement.public_id, "now": side.now}
    add_version(wording=wording, **told)
    words = CommitmentWords(Party.OPERATOR, side.mark("promise"), side.now.date() + A_YEAR, "")
    side.agreement, side.commitment = agreement, add_commitment(words=words, **told).public_id
    flagger = make_flagger(desk.agency, desk.platform)
    reason = side.mark("suspension")
    TrustedFlagger.objects.filter(pk=flagger.pk).update(suspended_from=LONG_AGO, suspension_reason=reason)
    side.flagger = flagger.public_id
    held = place_hold(
        actor=desk.supervisor, reference=side.ref("verified"), reason=side.mark("hold"), now=side.now
    )
    side.hold = held.public_id

"""What the demo's ministry agreed with the services, and where it is a trusted flagger."""

from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.domain.acting import COMMAND, acting_as
from accounts.models import Organisation
from audit.domain.chain import NewEntry, record
from cases.domain.contact_link import actor_of
from cases.domain.drilling import answer_drill, drill
from channels_registry.domain.registry import PlatformWords, change_platform
from channels_registry.models import Drill, Platform
from sla.domain.agreements import Wording, add_version
from sla.domain.commitments import CommitmentWords, add_commitment, meet_commitment
from sla.domain.flaggers import FlaggerWords, grant_flagger, suspend_flagger
from sla.domain.periods import Days
from sla.enums import Party
from sla.models import Agreement, Policy

AGREED_FOR = timedelta(days=400)
SERVICE_UNDER_AGREEMENT = "kanal"
AGREED_POLICY = "telegram-sop-2017"
TEXT = """1. The ministry writes to the duty desk, which reads at every hour.
2. Public content of terror is taken down within hours of the receipt.
3. What cannot be done is said at once, with its reason.
4. Private communication is not asked for."""
# Party, what is promised, days from the demo's beginning, proof.
PROMISES = (
    (Party.OPERATOR, "A team that speaks Indonesian at the duty desk.", 20, "Letter 12, names of the team"),
    (Party.OPERATOR, "A direct line for the heads of both desks.", 45, ""),
    (Party.AGENCY, "A list of the people who may send orders, kept up to date.", 120, ""),
)
TRUSTED_AT, SUSPENDED_AT = "kanal-stories", "lapak"
ANSWERED_AFTER = timedelta(minutes=47)
SUSPENDED_FOR = "Four of ten notices in May named links that led nowhere."


def agree(agency: Organisation, *, now: datetime) -> None:
    """Write agreement, promises and statuses as of ``now``; audited. Inside ``all_together``."""
    agreement = _agreement(agency, now)
    told: dict[str, Any] = {"actor": COMMAND, "agreement": agreement.public_id, "now": now}
    first = (now - AGREED_FOR).date()
    add_version(wording=Wording(first, text=TEXT), **told)
    for party, text, days, proof in PROMISES:
        due = (now + timedelta(days=days)).date()
        promised = add_commitment(words=CommitmentWords(party.value, text, due), **told)
        if proof:
            meet_commitment(commitment=promised.public_id, proof=proof, **told)
    for slug in (TRUSTED_AT, SUSPENDED_AT):
        words = FlaggerWords(agency, Platform.objects.get(slug=slug), Days(first))
        status = grant_flagger(actor=COMMAND, words=words, now=now)
        if slug == SUSPENDED_AT:
            suspend_flagger(actor=COMMAND, flagger=status.public_id, reason=SUSPENDED_FOR, now=now)


def keep_in_touch(*, now: datetime) -> None:
    """Let tests of the contact go out to a service, one answered and one not; audited."""
    platform = Platform.objects.get(slug=SERVICE_UNDER_AGREEMENT)
    words = PlatformWords(platform.name, platform.grammar, drill_every_days=30)
    change_platform(actor=COMMAND, slug=platform.slug, words=words, now=now)
    slack = Platform.objects.get(slug=SUSPENDED_AT)
    words = PlatformWords(slack.name, slack.grammar, confirm_every_days=30)
    change_platform(actor=COMMAND, slug=slack.slug, words=words, now=now)
    drill(now=now)
    first = Drill.objects.select_related("contact").get(platform=platform)
    duty = actor_of(first.contact)
    answer_drill(actor=duty, drill=first.public_id, now=now + ANSWERED_AFTER)
    drill(now=now + timedelta(days=30))
    drill(now=now + timedelta(days=32))


def _agreement(agency: Organisation, now: datetime) -> Agreement:
    platform = Platform.objects.get(slug=SERVICE_UNDER_AGREEMENT)
    policy = Policy.objects.get(code=AGREED_POLICY)
    with acting_as(COMMAND):
        agreement = Agreement.objects.create(
            agency=agency,
            platform=platform,
            policy=policy,
            title=f"Procedure agreed with {platform.name}",
            in_force=DateTimeTZRange(now - AGREED_FOR, None),
        )
        changes = {"policy": policy.code, "agency": agency.public_id}
        record([NewEntry("platform", platform.slug, "agree", changes)], by=COMMAND, at=now)
    return agreement

"""Fixes a letter in the transaction of the deed that it tells of.

Every function here is inner: it runs inside a verb that has locked the case, and returns what
the verb notes in its entry of the record: the hash of the letter's data. A replay writes none,
since it orders nothing.
"""

from datetime import datetime

from django.db.models import Max

from accounts.domain.acting import Actor
from audit.domain.hashing import digest, instant
from cases.domain.letters import answers, facts
from cases.domain.letters.facts import Facts
from cases.enums import CaseKind, LetterKind, NonExecutionGround
from cases.models import Amendment, Case, Clock, Letter, PlatformResponse


def write_order(case: Case, acknowledge: Clock, *, at: datetime) -> str | None:
    """Fix the order letter of a case that is being sent."""
    return _write(case, LetterKind.ORDER, facts.order_facts(case, acknowledge), at)


def write_confirmation(case: Case, *, at: datetime) -> str | None:
    """Fix the letter that names the official who confirms an order sent on one signature."""
    return _write(case, LetterKind.CONFIRMATION, facts.confirmation_facts(case), at)


def write_amendment(case: Case, amendment: Amendment, actor: Actor, *, at: datetime) -> str | None:
    """Fix the letter of an amendment; the order letter stays as it was."""
    return _write(case, LetterKind.AMENDMENT, facts.amendment_facts(amendment, actor), at)


def write_effect(case: Case, actor: Actor, text: str, *, at: datetime) -> str | None:
    """Fix the effect report of a complete answer; a corrected answer has a further one."""
    said = answers.effect_facts(case, actor, text)
    return _write(case, LetterKind.EFFECT, said, at) if said["items"] else None


def write_refusal(case: Case, actor: Actor, text: str, *, at: datetime) -> str | None:
    """Fix the notice that some items are refused by the decision of ``at``."""
    said = answers.refusal_facts(case, actor, text, at)
    return _write(case, LetterKind.NON_EXECUTION, said, at) if said["items"] else None


def write_hindrance(
    case: Case, actor: Actor, ground: NonExecutionGround, response: PlatformResponse, *, at: datetime
) -> str | None:
    """Fix the notice that the order cannot be carried out now, or not without an answer."""
    said = answers.hindrance_facts(case, actor, ground, response)
    return _write(case, LetterKind.NON_EXECUTION, said, at)


def _write(case: Case, kind: LetterKind, said: Facts, at: datetime) -> str | None:
    if case.kind == CaseKind.REPLAY:
        return None
    before = Letter.objects.filter(case=case, kind=kind).aggregate(last=Max("number"))["last"] or 0
    letter = Letter(case=case, organisation_id=case.organisation_id, kind=kind, number=before + 1, at=at)
    letter.content = {
        **facts.head_of(case),
        **said,
        "kind": kind.value,
        "number": letter.number,
        "at": instant(at),
        "salt": letter.salt,
    }
    letter.content_hash = digest(letter.content)
    letter.save(force_insert=True)
    return letter.content_hash

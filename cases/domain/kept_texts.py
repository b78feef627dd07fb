"""Words typed into a form of a case and not sent yet: kept for their author alone, on any device."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from cases.models import Case, KeptText
from kernel.errors import Invalid, NotKnown

KEPT_AT_MOST = 200_000  # characters of one form, names and all
# What was typed a moment before sending may arrive a moment after it.
LATE_WITHIN = timedelta(seconds=10)

Texts = Mapping[str, str]


def keep_texts(*, actor: Actor, reference: str, form: str, texts: Texts, now: datetime) -> bool:
    """Keep what stands in a form now, in place of what stood in it; return whether it is kept.

    Effects: the actor's KeptText, nothing else: no lock, no record, no word of it to anybody.
    A form that is empty again is forgotten. Raises NotKnown, Invalid where it is too much.
    """
    typed = {name: text for name, text in texts.items() if text.strip()}
    if sum(len(name) + len(text) for name, text in typed.items()) > KEPT_AT_MOST:
        raise Invalid("too_much_to_keep", _("This is too long to be kept. Send it, or keep it elsewhere."))
    with acting_as(actor):
        case, user_id = _known(actor, reference)
        own = KeptText.objects.visible_to(actor).filter(case=case, form=form)
        if own.filter(texts={}, kept_at__gt=now - LATE_WITHIN).exists():
            return False
        if not typed:
            own.delete()
            return False
        _store(KeptText(user_id=user_id, case=case, form=form, texts=typed, kept_at=now))
        return True


def forget_texts(*, actor: Actor, reference: str, form: str, now: datetime) -> None:
    """Forget what was kept for a form: it was sent, or discarded. Raises NotKnown.

    Effects: the words are gone; an empty row stays for a moment against what comes late.
    """
    with acting_as(actor):
        case, _user_id = _known(actor, reference)
        own = KeptText.objects.visible_to(actor)
        own.filter(texts={}, kept_at__lte=now - LATE_WITHIN).delete()
        own.filter(case=case, form=form).update(texts={}, kept_at=now)


def kept_texts(actor: Actor, case: Case) -> dict[str, KeptText]:
    """Return what the actor has kept in this case, by form. Inner read, one query for all forms."""
    own = KeptText.objects.visible_to(actor).filter(case=case).exclude(texts={})
    return {kept.form: kept for kept in own}


def _known(actor: Actor, reference: str) -> tuple[Case, int]:
    case = Case.objects.visible_to(actor).filter(reference=reference, erased_at=None).only("pk").first()
    if case is None or actor.user_id is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    return case, actor.user_id


def _store(row: KeptText) -> None:
    KeptText.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user", "case", "form"],
        update_fields=["texts", "kept_at"],
    )

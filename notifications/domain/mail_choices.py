"""What a person chooses of his mail."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.profile import locked_self, person_of
from audit.domain.chain import NewEntry, record
from kernel.errors import Invalid
from notifications.domain.holding import alone_with_the_outbox
from notifications.enums import MailWhen
from notifications.models import MailChoice, Outbox
from notifications.models.choices import HOURS_AT_MOST


@dataclass(frozen=True, slots=True)
class MailWords:
    """The choice in a form's words; ``quiet``: from and to, on the clocks of his zone."""

    mail: str = MailWhen.AT_ONCE
    digest_hours: Collection[time] = ()
    quiet: tuple[time, time] | None = None
    quiet_days: Collection[int] = field(default_factory=lambda: range(7))


def choice_of(actor: Actor) -> MailChoice:
    """Return what the actor chose, or the unsaved choice of whoever chose nothing; raises NotAllowed."""
    person = person_of(actor)
    return MailChoice.objects.filter(user=person).first() or MailChoice(user=person)


def choose_mail(*, actor: Actor, words: MailWords, now: datetime) -> MailChoice:
    """Let the actor's mail come as he says from ``now`` on; audited, in words and hours.

    What waits by the former choice is asked anew at once: nothing is lost. Raises NotAllowed
    (no person acts), Invalid (a digest without hours, quiet hours without an end or a day).
    """
    with acting_as(actor):
        person = locked_self(actor)
        alone_with_the_outbox()
        wanted = _checked(words)
        choice, _made = MailChoice.objects.update_or_create(user=person, defaults=wanted)
        waiting = Outbox.objects.filter(user=person, sent_at=None, dead_at=None, attempts=0)
        waiting.exclude(held="").filter(next_attempt_at__gt=now).update(next_attempt_at=now)
        said = {"mail": str(choice.mail), "hours": [_hour(each) for each in choice.digest_hours]}
        said["quiet"] = [_hour(each) for each in (choice.quiet_from, choice.quiet_to) if each is not None]
        said["days"] = [str(day) for day in choice.quiet_days]
        record([NewEntry("user", actor.id, "choose_mail", said)], by=actor, at=now)
    return choice


def _checked(words: MailWords) -> dict[str, object]:
    if words.mail not in MailWhen.values:
        raise Invalid("mail", _("Choose when mail comes."), field="mail")
    hours = sorted(set(words.digest_hours)) if words.mail == MailWhen.DIGEST else []
    if words.mail == MailWhen.DIGEST and not 1 <= len(hours) <= HOURS_AT_MOST:
        raise Invalid("digest_hours", _("Say at which hours the digest comes."), field="digest_1")
    days = sorted(set(words.quiet_days)) if words.quiet else []
    if words.quiet and words.quiet[0] == words.quiet[1]:
        raise Invalid("quiet_hours", _("Quiet hours end at another hour than they begin."), field="quiet_to")
    if words.quiet and (not days or not set(days) <= set(range(7))):
        raise Invalid("quiet_days", _("Choose the days on which quiet hours begin."), field="quiet_days")
    begin, end = words.quiet or (None, None)
    return {
        "mail": words.mail,
        "digest_hours": hours,
        "quiet_from": begin,
        "quiet_to": end,
        "quiet_days": days,
    }


def _hour(each: time) -> str:
    return each.strftime("%H:%M")

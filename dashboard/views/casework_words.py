"""What a step binds, in a sentence under its button; and labels in the reader's language."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from cases.domain.case_file import CaseFile
from cases.domain.queue import ItemCount
from channels_registry.enums import TargetKind
from dashboard.templatetags.durations import span_in_words
from dashboard.templatetags.hours import hours_words
from sla.enums import ClockKind, StartEvent, StopEffect
from sla.models import ClockRule


def who_in_words(label: str) -> str:
    """Return a stored label ("moderator, lead · Operator") with its roles in the reader's language."""
    roles, dot, organisation = label.partition(" · ")
    if not dot:
        return label
    words = [str(Role(word).label) if word in Role.values else word for word in roles.split(", ")]
    return f"{', '.join(words)}{dot}{organisation}"


def items_in_words(items: ItemCount) -> str:
    """Return "3 posts", or "3 items" where the kinds differ or may not be known yet."""
    number = items.number
    words = {
        TargetKind.CHANNEL: ngettext("%(number)s channel", "%(number)s channels", number),
        TargetKind.GROUP: ngettext("%(number)s group", "%(number)s groups", number),
        TargetKind.BOT: ngettext("%(number)s bot", "%(number)s bots", number),
        TargetKind.ACCOUNT: ngettext("%(number)s account", "%(number)s accounts", number),
        TargetKind.POST: ngettext("%(number)s post", "%(number)s posts", number),
        TargetKind.STORY: ngettext("%(number)s story", "%(number)s stories", number),
        TargetKind.PAGE: ngettext("%(number)s page", "%(number)s pages", number),
        TargetKind.VIDEO: ngettext("%(number)s video", "%(number)s videos", number),
    }
    mixed = ngettext("%(number)s item", "%(number)s items", number)
    return words.get(items.kind, mixed) % {"number": number}  # type: ignore[call-overload]


def _names(file: CaseFile) -> dict[str, str]:
    return {"agency": file.case.agency.name, "platform": file.case.platform.name}


def _stopping(effect: str) -> str:
    words = {
        StopEffect.PAUSE: _("The clock to give effect stands still until this is over, then goes on."),
        StopEffect.RESTART: _("The clock to give effect stands still and starts anew when this is over."),
        StopEffect.CONTINUE: _("The clock to give effect runs on."),
    }
    return words[StopEffect(effect)]


def _going_on(effect: str) -> str:
    words = {
        StopEffect.PAUSE: _("The clock to give effect goes on."),
        StopEffect.RESTART: _("The clock to give effect starts anew."),
        StopEffect.CONTINUE: "",
    }
    return words[StopEffect(effect)]


def _rule_word(file: CaseFile, field: str) -> str:
    return getattr(file.effect_rule, field) if file.effect_rule else StopEffect.CONTINUE


def _tells(side: str, file: CaseFile) -> str:
    sentence = _("Sends to %(agency)s now.") if side == "agency" else _("Sends to %(platform)s now.")
    return sentence % _names(file)


def _starting(file: CaseFile, event: StartEvent) -> str:
    """Say that the effect clock starts, where the policy starts it at ``event`` and it never ran."""
    rule = file.effect_rule
    if rule is None or rule.starts != event or file.clock(ClockKind.EFFECT):
        return ""
    span = _allowed(rule)
    return _("The clock to give effect starts: %(span)s.") % {"span": span}


def _allowed(rule: ClockRule) -> str:
    span = span_in_words(timedelta(minutes=rule.allowance_minutes))
    return span if rule.calendar is None else f"{span} {hours_words(rule.calendar)}"


def effect_to_come(file: CaseFile) -> str:
    """Return "4 h, at receipt" while the clock to give effect has not begun; else nothing."""
    rule = file.effect_rule
    if rule is None or file.clock(ClockKind.EFFECT):
        return ""
    span = _allowed(rule)
    words = {"span": span, "event": StartEvent(rule.starts).label}
    return _("%(span)s; the clock starts %(event)s") % words


def on_signing(file: CaseFile) -> str:
    """Say what opening binds."""
    words = _("Signs the receipt with your name, now. %(agency)s sees it.") % _names(file)
    return f"{words} {_starting(file, StartEvent.RECEIVED)}".strip()


def on_acknowledging(file: CaseFile) -> str:
    """Say what acknowledging binds."""
    return f"{_tells('agency', file)} {_starting(file, StartEvent.ACKNOWLEDGED)}".strip()


def on_message(file: CaseFile) -> str:
    """Say who reads a message."""
    return _tells("agency" if file.actor.is_operator else "platform", file)


def own_house(file: CaseFile) -> str:
    """Return the organisation whose people read the internal thread."""
    return file.case.organisation.name if file.actor.is_operator else file.case.agency.name


def on_note(file: CaseFile) -> str:
    """Say who reads a note."""
    words = _("Only %(organisation)s reads this. Nothing is sent, and no clock changes.")
    return words % {"organisation": own_house(file)}


def on_question(file: CaseFile) -> str:
    """Say what a clarification does to the clocks."""
    stop = _stopping(_rule_word(file, "on_clarification"))
    return f"{_tells('agency', file)} {stop} {_('The agency has its own clock to answer.')}"


def on_impossibility(file: CaseFile) -> str:
    """Say what an impossibility does to the clocks."""
    return f"{_tells('agency', file)} {_stopping(_rule_word(file, 'on_impossibility'))}"


def on_impossibility_end(file: CaseFile) -> str:
    """Say what its end does."""
    return f"{_tells('agency', file)} {_going_on(_rule_word(file, 'on_impossibility'))}".strip()


def on_objection(file: CaseFile) -> str:
    """Say who decides an objection and what it does to the clock."""
    decides = _("Somebody there who neither filed nor approved the case decides.")
    return f"{_tells('agency', file)} {decides} {_stopping(_rule_word(file, 'on_review'))}"


def on_objection_decision(file: CaseFile) -> str:
    """Say what the decision of an objection does."""
    goes_on = _going_on(_rule_word(file, "on_review"))
    falls = _("Upheld, the case is withdrawn and what was done is to be restored.")
    return f"{_tells('platform', file)} {falls} {goes_on}".strip()


def on_decision(file: CaseFile) -> str:
    """Say when a decision meets the clock."""
    whole = _("With the last item answered, the clock to give effect stops; a partial answer stops nothing.")
    return f"{_tells('agency', file)} {whole}"


def on_restored(file: CaseFile) -> str:
    """Say what the report of a restoration does."""
    return f"{_tells('agency', file)} {_('The clock to restore stops.')}"


def on_answer(file: CaseFile) -> str:
    """Say what the agency's answer does."""
    return f"{_tells('platform', file)} {_going_on(_rule_word(file, 'on_clarification'))}".strip()


def on_amendment(file: CaseFile) -> str:
    """Say what an amendment does."""
    return f"{_tells('platform', file)} {_('The clocks run on.')}"


def on_evidence(file: CaseFile) -> str:
    """Say what further evidence does."""
    if file.case.sent_at is None:
        return str(_("It goes with the case. An approval that is asked becomes void: submit the case again."))
    return f"{_tells('platform', file)} {_('The clocks run on.')}"


def on_withdrawal(file: CaseFile) -> str:
    """Say what a withdrawal does."""
    ends = _("Ends every clock. Measures already taken are to be restored, with a clock of their own.")
    return f"{_tells('platform', file)} {ends}"


def on_verification(file: CaseFile) -> str:
    """Say what verdicts do."""
    voids = _("“Still up” voids the platform's answer for that item and its clock goes on.")
    return f"{_tells('platform', file)} {voids}"


def on_closing(file: CaseFile) -> str:
    """Say what closing does."""
    frees = _("Frees the links for other cases. You are asked to look again later.")
    return f"{_tells('platform', file)} {frees}"


def on_deadline(file: CaseFile) -> str:
    """Say who sees a changed deadline."""
    return f"{_tells('platform', file)} {_('Both sides see the change.')}"

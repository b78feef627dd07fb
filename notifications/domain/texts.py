"""Messages in the recipient's language and zone. The mail is thin: reference, due time, link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.domain.hashing import JSON
from notifications.domain.instants import due_text
from notifications.domain.wording import CLOCKS, WORDINGS
from notifications.enums import NoticeKind

Context = Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: subject and body of the mail, and the one line of the notice in the page."""

    subject: str
    body: str
    notice: str


@dataclass(frozen=True, slots=True)
class Late:
    """One of the messages that a digest gathers."""

    kind: str
    context: Context
    link: str


def render(kind: str, context: Context, language: str, time_zone: str, link: str = "") -> Rendered:
    """Return a message in ``language``, its instants in ``time_zone``.

    The mail tells what happened, the reference, the due time and ``link``; the service's
    name and the number of items stand in the notice alone, behind the sign-in.
    """
    with translation.override(language):
        wording = WORDINGS[NoticeKind(kind)]
        values = _values(context)
        sentence = str(wording.sentence) % values
        due = _due(context, time_zone)
        parts = [sentence, *due, *_open(context, link), _closing()]
        return Rendered(
            subject=_one_line(str(wording.subject) % values),
            body="\n\n".join(parts) + "\n",
            notice=_one_line(" · ".join([sentence, *_facts(context), *due])),
        )


class Gathered(Enum):
    """Why several messages come as one mail: they are late, of one deed, or he wants it so."""

    LATE = "late"
    AT_ONCE = "at_once"
    CHOSEN = "chosen"


def render_digest(
    late: Sequence[Late], language: str, time_zone: str, *, why: Gathered = Gathered.LATE
) -> Rendered:
    """Return one mail for several messages, in the order given."""
    with translation.override(language):
        wording = WORDINGS[NoticeKind.DIGEST]
        subject, sentence = _head_of_digest(why, len(late))
        lines = [_late_line(each, time_zone) for each in late]
        return Rendered(
            subject=subject,
            body="\n\n".join([sentence, *lines, _closing()]) + "\n",
            notice=str(wording.subject),
        )


def _head_of_digest(why: Gathered, n: int) -> tuple[str, str]:
    words = {"n": n}
    if why is Gathered.AT_ONCE:
        sentence = _("One decision concerned many cases. Its messages come together.")
        return ngettext("%(n)s message at once", "%(n)s messages at once", n) % words, sentence
    if why is Gathered.CHOSEN:
        sentence = _("These messages waited for the hour that you chose in your profile.")
        return ngettext("%(n)s message gathered", "%(n)s messages gathered", n) % words, sentence
    sentence = str(WORDINGS[NoticeKind.DIGEST].sentence)
    return ngettext("%(n)s late message", "%(n)s late messages", n) % words, sentence


def _late_line(each: Late, time_zone: str) -> str:
    sentence = str(WORDINGS[NoticeKind(each.kind)].sentence) % _values(each.context)
    return "\n  ".join([f"- {sentence}", *_due(each.context, time_zone), *([each.link] if each.link else [])])


def _values(context: Context) -> dict[str, str]:
    return {name: str(context.get(name) or "–") for name in ("reference", "organisation")}


def _due(context: Context, time_zone: str) -> list[str]:
    due_at = context.get("due_at")
    if not due_at:
        return []
    when = due_text(str(due_at), time_zone=time_zone, other=str(context.get("other_time_zone") or ""))
    clock = CLOCKS.get(str(context.get("clock") or ""))
    if clock is None:
        return [_("Due: %(when)s") % {"when": when}]
    return [_("%(clock)s: due %(when)s") % {"clock": clock, "when": when}]


def _facts(context: Context) -> list[str]:
    facts = [str(context["platform"])] if context.get("platform") else []
    items = context.get("items")
    if isinstance(items, int) and items:
        facts.append(ngettext("%(n)s item", "%(n)s items", items) % {"n": items})
    return facts


def _open(context: Context, link: str) -> list[str]:
    if not link:
        return []
    if "link" in context:
        said = _("This link is yours alone: whoever has it acts in your name.")
    else:
        said = _("Open it here, after signing in:")
    return [f"{said}\n{link}"]


def _closing() -> str:
    return _("Takedown sends the reference, the due time and a link. Everything else is behind the link.")


def _one_line(text: str) -> str:
    # A header of a mail ends where a line does.
    return " ".join(text.split())

"""What each link of a paste is, before anything is stored: the analyst sees it as he types."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.acting import Actor, acting_as
from cases.domain.citations import citations
from cases.domain.in_hand import InHand, Recent, Target, claims_on, drafts_with, recently_on
from cases.domain.links import KINDS_OF_NAMES, Answers, Examination, Link
from cases.domain.pastes import check_size, read_links
from cases.domain.surroundings import with_words
from cases.enums import Disposition
from cases.models import Finding, Report
from channels_registry.domain.channels import looked_like
from channels_registry.domain.gate import Judgement
from channels_registry.enums import ReasonCode, Verdict
from channels_registry.models import Platform
from kernel.compiled import Compiled, among
from kernel.errors import Invalid, NotKnown

MOST_LINKS = 2_000  # in one report, reportable or not
_COUNTED = 20_000

REPORTABLE = (Verdict.PUBLIC, Verdict.UNDETERMINABLE)

_PLATFORMS = Compiled(
    lambda: (
        Platform.objects.filter(among("slug", "slugs"), active=True, organisation__active=True)
        .select_related("organisation")
        .order_by()
    )
)


def examine(
    *, actor: Actor, paste: str, now: datetime, answers: Answers | None = None, reference: str = ""
) -> Examination:
    """Judge every link of ``paste`` for the page; writes nothing.

    ``reference`` names the report that is being edited: links that were refused there
    stay refused, though only their masked form is left. Raises Invalid over the limits,
    NotKnown for a report that ``actor`` may not know of.
    """
    with acting_as(actor):
        earlier: list[Finding] = []
        if reference:
            report = Report.objects.visible_to(actor).filter(reference=reference).first()
            if report is None:
                raise NotKnown("report_unknown", _("There is no such report."))
            earlier = list(report.findings.all())
        return examine_paste(actor, paste, answers or Answers(), earlier, hints_at=now)


def examine_paste(
    actor: Actor,
    paste: str,
    answers: Answers,
    earlier: Sequence[Finding] = (),
    *,
    hints_at: datetime | None = None,
) -> Examination:
    """Judge every link of ``paste``. Inner read: runs inside ``acting_as``.

    ``hints_at``: say also in which draft of one's own a link stands already, and what was in hand
    until not long before that instant.
    """
    check_size(paste)
    judged, kept = read_links(paste, earlier, most=_COUNTED)
    _check_count(len(judged) + len(kept))
    slugs = {each.judgement.platform for each in judged}
    platforms = {platform.slug: platform for platform in _PLATFORMS.instances(slugs=list(slugs))}
    numbers = count(1)
    links = [_link(next(numbers), each.judgement, platforms) for each in judged]
    if hints_at is not None:
        links = with_words(paste, judged, links)
    cited = citations(paste, judged)
    links = [_answered(replace(link, citation=cited.get(at)), answers) for at, link in enumerate(links)]
    links += [_kept(next(numbers), finding) for finding in kept]
    links = _without_repeats(links)
    links = _with_lookalikes(links) if hints_at is not None else links
    return Examination(_with_hands(links, actor, hints_at))


def _check_count(found: int) -> None:
    if found <= MOST_LINKS:
        return
    message = ngettext(
        "There is %(found)s link, more than the %(most)s that one report takes.",
        "There are %(found)s links, more than the %(most)s that one report takes. "
        "Nothing is lost: take some out and enter them in another report.",
        found,
    )
    words = f"{found:,}" if found < _COUNTED else _("%(most)s or more") % {"most": f"{_COUNTED:,}"}
    raise Invalid("too_many_links", message % {"found": words, "most": f"{MOST_LINKS:,}"}, field="paste")


def _link(position: int, judged: Judgement, platforms: Mapping[str, Platform]) -> Link:
    return Link(
        position=position,
        given=judged.url,
        shown=judged.shown,
        verdict=judged.verdict,
        reason=judged.reason,
        disposition=Disposition.REFUSED,
        platform=platforms.get(judged.platform),
        key=judged.key,
        kind=judged.kind,
        lookalike_of=judged.lookalike_of,
        service=judged.platform,
        parent=judged.parent,
        reads_as=judged.reads_as,
    )


def _answered(link: Link, answers: Answers) -> Link:
    if link.verdict not in REPORTABLE or not link.key:
        return link
    link = replace(link, asks_reported=True)
    if not answers.reported.get(link.token, link.citation is None):
        return replace(link, disposition=Disposition.NOT_REPORTED)
    if link.platform is None:
        return replace(link, disposition=Disposition.NO_ADDRESSEE)
    if link.verdict == Verdict.UNDETERMINABLE:
        statement = answers.statements.get(link.token, "").strip()
        ready = Disposition.READY if statement else Disposition.NEEDS_STATEMENT
        return replace(link, asks_statement=True, statement=statement, disposition=ready)
    if link.reason == ReasonCode.TELEGRAM_NAME:
        kind = answers.kinds.get(link.token) or answers.names_are
        kind = kind if kind in KINDS_OF_NAMES else ""
        return replace(link, asks_kind=True, kind=kind, disposition=Disposition.READY)
    return replace(link, disposition=Disposition.READY)


def _kept(position: int, finding: Finding) -> Link:
    return Link(
        position=position,
        given=finding.shown,
        shown=finding.shown,
        verdict=Verdict(finding.verdict),
        reason=ReasonCode(finding.reason),
        disposition=Disposition(finding.disposition),
    )


def _without_repeats(links: Sequence[Link]) -> list[Link]:
    first: dict[str, int] = {}
    seen = []
    for link in links:
        if link.disposition != Disposition.REFUSED:
            same_as = first.setdefault(f"{link.service}\n{link.key}", link.position)
            if same_as != link.position:
                link = replace(
                    link,
                    disposition=Disposition.REPEATED,
                    same_as=same_as,
                    asks_reported=False,
                    asks_kind=False,
                    asks_statement=False,
                )
        seen.append(link)
    return seen


def _with_lookalikes(links: Sequence[Link]) -> list[Link]:
    """Mark the names that look like a channel which has been reported, and are another."""
    alike = looked_like({link.name for link in links if link.name})
    return [replace(link, known_alike=alike[link.name]) if link.name in alike else link for link in links]


def _with_hands(links: Sequence[Link], actor: Actor, hints_at: datetime | None) -> list[Link]:
    targets = {link.target for link in links if link.target}
    parents = {
        (link.platform.pk, link.parent) for link in links if link.platform and link.key and link.parent
    }
    claims = claims_on(targets | parents, actor)
    drafts: Mapping[Target, str] = {}
    recent: Mapping[Target, Recent] = {}
    if hints_at is not None:
        drafts = drafts_with(targets, actor)
        recent = recently_on(targets, actor, hints_at - timedelta(days=settings.RECENT_CASE_DAYS))
    return [_with_hand(link, claims, drafts, recent) for link in links]


def _with_hand(
    link: Link,
    claims: Mapping[Target, InHand],
    drafts: Mapping[Target, str],
    recent: Mapping[Target, Recent],
) -> Link:
    target = link.target
    if target is None or link.disposition not in (Disposition.READY, Disposition.NEEDS_STATEMENT):
        return link
    held = claims.get(target)
    if held is not None:
        return replace(
            link,
            disposition=Disposition.IN_HAND,
            in_hand=held,
            asks_kind=False,
            asks_statement=False,
        )
    return replace(
        link,
        parent_in_hand=claims.get((target[0], link.parent)),
        drafted_in=drafts.get(target, ""),
        recent=recent.get(target),
    )

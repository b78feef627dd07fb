"""``manage.py replay telegram_2017 --policy NAME``: the past under today's ladder."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cases.domain.replay_facts import Event, story_names
from cases.domain.replaying import Moment, Replayed, replay, waited
from cases.models import Case
from kernel.clock import database_now
from kernel.errors import DomainError
from sla.models import PolicyVersion

WIDTH = 42


class Command(BaseCommand):
    """Files the letters of a story, lets nobody answer, and prints what the ladder does."""

    help = "Play the letters of a published affair through today's engine, with nobody answering."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the story, the policy, and whether the replay stays."""
        parser.add_argument("story", help=", ".join(story_names()))
        parser.add_argument("--policy", required=True, help="code of a published policy")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="keep the replayed cases, of kind replay: in no figure and no mail",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Play and print each moment as it comes. Broken off, nothing of it was."""
        try:
            played = replay(
                name=options["story"],
                policy=options["policy"],
                now=database_now(),
                keep=options["keep"],
                watch=self._show,
            )
        except DomainError as error:
            raise CommandError(f"{error.message} {self._names()}") from error
        self._end(played, kept=options["keep"])

    def _show(self, played: Replayed, moment: Moment) -> None:
        if moment == played.moments[0]:
            self._head(played)
        self.stdout.write(self._line(moment, played))

    def _names(self) -> str:
        now = database_now()
        codes = PolicyVersion.objects.filter(in_force__contains=now).values_list("policy__code", flat=True)
        stories, policies = ", ".join(story_names()), ", ".join(sorted(codes))
        return _("Stories: %(stories)s. Policies: %(policies)s.") % {"stories": stories, "policies": policies}

    def _head(self, played: Replayed) -> None:
        story, names = played.story, {"agency": played.cast.agency.name, "service": played.cast.platform.name}
        self.stdout.write(f"{story.title} · {played.version} · {story.zone.key}")
        for sentence in (
            _("Source: %(source)s.") % {"source": story.source},
            _("Filed by %(agency)s to %(service)s; nobody answers.") % names,
            _("The links of the letters were never published: the cases have no items, none are invented."),
            _("Where no time of day was published, 09:00 is taken (marked ~)."),
            _("Contacts by function are assumed: none was named before 1 August 2017."),
            *(_("Without a published date, left out: %(what)s.") % {"what": what} for what in story.undated),
        ):
            self.stdout.write(f"  {sentence}")
        self.stdout.write("")

    def _line(self, moment: Moment, played: Replayed) -> str:
        if moment.step is not None:
            step = moment.step
            what = f"  {step.get_action_display()} · {step.clock.get_kind_display()}"
            mark = " "
        else:
            what, mark = self._event(moment, played), "~" if moment.event and not moment.event.exact else " "
        told = "; ".join(moment.told)
        when = self._when(moment.at, played)
        number = f"[{played.cases.index(moment.case) + 1}]" if moment.case else "   "
        return f"{when}{mark} {number} {what:<{WIDTH}} {'→ ' + told if told else ''}".rstrip()

    def _event(self, moment: Moment, played: Replayed) -> str:
        event = moment.event
        if event is None:
            return ""
        if event.is_letter:
            return _("LETTER %(number)s by e-mail") % {"number": event.number}
        days = self._days(event, played)
        return f"{_('FACT')} {event.what}{days}"

    def _days(self, event: Event, played: Replayed) -> str:
        if not event.is_block:
            return ""
        days = played.story.days_until_block(played.story.letters[0].at)
        words = {"days": days, "names": event.names}
        return " (" + _("%(names)s names; %(days)s days after the first letter") % words + ")"

    def _when(self, at: datetime, played: Replayed) -> str:
        local = at.astimezone(played.story.zone)
        return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"

    def _end(self, played: Replayed, *, kept: bool) -> None:
        self.stdout.write("")
        for number, case in enumerate(played.cases, start=1):
            self.stdout.write(self._verdict(number, case, played))
        if kept:
            references = ", ".join(case.reference for case in played.cases)
            self.stdout.write(_("Kept as replay: %(references)s.") % {"references": references})
        else:
            self.stdout.write(_("Nothing of this was kept."))

    def _verdict(self, number: int, case: Case, played: Replayed) -> str:
        block, came = played.block_of(case), played.story.block
        span = waited(played, case)
        if block is None or span is None:
            return _("[%(number)s] This policy proposes no block.") % {"number": number}
        words = {
            "number": number,
            "policy": played.version.policy,
            "when": self._when(block.at, played),
            "span": self._span(span),
        }
        sentence = _("[%(number)s] Under %(policy)s a block is proposed %(when)s, %(span)s after the letter.")
        if came is None:
            return sentence % words
        lead = came.at - block.at
        words["came"] = self._when(came.at, played)
        words["lead"] = self._span(abs(lead))
        if lead > timedelta(0):
            after = _("It came %(came)s, %(lead)s later.")
        elif lead == timedelta(0):
            after = _("It came at that very minute.")
        else:
            after = _("It came %(came)s, %(lead)s before that.")
        return f"{sentence} {after}" % words

    def _span(self, span: timedelta) -> str:
        hours, minutes = divmod(span.seconds // 60, 60)
        parts = [(span.days, _("d")), (hours, _("h")), (minutes, _("m"))]
        return " ".join(f"{number} {unit}" for number, unit in parts if number) or _("0 m")

"""Forms about a draft of a policy: its head, one rule with its ladder, the instant of publishing."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from channels_registry.enums import ContactFunction
from dashboard.forms.people_fields import SetupForm, StampedForm, text_field
from sla.domain.contents import RULE_FIELDS, Contents, Place, RuleWords, StepWords
from sla.domain.drafting import HeadWords
from sla.enums import (
    CheckEffect,
    ClockKind,
    NoticeCheck,
    Standing,
    StartEvent,
    StepAction,
    StepAnchor,
    StopEffect,
)
from sla.models import Calendar

NO_CHOICE = ("", "–")
STEPS_AT_MOST = 40
EMPTY_STEPS = 3
STOPS = ("on_clarification", "on_impossibility", "on_review")
PERCENT, THOUSANDTHS = Decimal(100), Decimal(10)
_MINUTES_AT_MOST = 10_000_000


class HeadForm(SetupForm):
    """What a version says beside its rules. ``edit_version``: the draft as it was when shown."""

    edit_version = forms.IntegerField(widget=forms.HiddenInput)
    source = text_field(_("Source"), 300, help_text=_("Where this is written: act, agreement, date."))
    single_signature_urgent = forms.BooleanField(
        label=_("An urgent case may go out on one signature"),
        required=False,
        help_text=_("Another person confirms it afterwards, or withdraws it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in NoticeCheck:
            self.fields[check.value] = forms.ChoiceField(label=check.label, choices=CheckEffect)

    def words(self) -> HeadWords:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return HeadWords(
            source=said["source"],
            single_signature_urgent=said["single_signature_urgent"],
            notice={check: CheckEffect(said[check.value]) for check in NoticeCheck},
        )

    @staticmethod
    def says(contents: Contents) -> dict[str, Any]:
        """Return what a version says, by the form's names."""
        return {
            "source": contents.source,
            "single_signature_urgent": contents.single_signature_urgent,
            **{check.value: effect.value for check, effect in contents.notice.items()},
        }


class CalendarField(forms.ModelChoiceField):
    """The choice of a calendar, by its name, its hours and its number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the words of a calendar."""
        return f"{obj} · {obj.hours} ({obj.number})"


class RuleForm(StampedForm):
    """How one clock runs; when it starts and what stops it is asked of the clock to give effect alone."""

    allowance_minutes = forms.IntegerField(
        label=_("Time allowed, in minutes"),
        max_value=_MINUTES_AT_MOST,
        min_value=1,
        help_text=_("60 is an hour, 1,440 a day, 10,080 a week."),
    )
    starts = forms.ChoiceField(label=_("Runs from"), choices=StartEvent)
    on_clarification = forms.ChoiceField(label=_("On a clarification the clock"), choices=StopEffect)
    on_impossibility = forms.ChoiceField(label=_("On an impossibility the clock"), choices=StopEffect)
    on_review = forms.ChoiceField(label=_("Under review the clock"), choices=StopEffect)
    calendar = CalendarField(
        label=_("Runs in the hours of"),
        queryset=Calendar.objects.all(),
        required=False,
        empty_label=_("at all hours"),
    )
    citation = text_field(_("Citation"), 200, required=False)
    standing = forms.ChoiceField(label=_("How it is founded"), choices=Standing)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place.kind != ClockKind.EFFECT:
            for name in ("starts", *STOPS):
                del self.fields[name]

    def words(self, steps: Iterable[StepWords]) -> RuleWords:
        """Return what was said, for the verb."""
        said = self.cleaned_data
        return RuleWords(
            allowance_minutes=said["allowance_minutes"],
            standing=Standing(said["standing"]),
            starts=said.get("starts", ""),
            citation=said["citation"],
            calendar_id=said["calendar"].pk if said["calendar"] else None,
            steps=tuple(steps),
            **{name: StopEffect(said[name]) for name in STOPS if name in said},
        )

    @staticmethod
    def says(words: RuleWords) -> dict[str, Any]:
        """Return what a rule says, by the form's names."""
        said = {name: str(getattr(words, name)) for name in RULE_FIELDS if name != "calendar_id"}
        calendar = Calendar.objects.filter(pk=words.calendar_id).first() if words.calendar_id else None
        return {**said, "allowance_minutes": words.allowance_minutes, "calendar": calendar}

    def compare(self, row: Any, *, seen: str) -> None:
        """As the frame does, for the fields that this clock is asked for."""
        super().compare({name: value for name, value in row.items() if name in self.fields}, seen=seen)


class StepForm(forms.Form):
    """One step of a ladder; without an action the row is empty."""

    action = forms.ChoiceField(label=_("What"), choices=[NO_CHOICE, *StepAction.choices], required=False)
    at = forms.DecimalField(
        label=_("When"), max_digits=9, decimal_places=1, required=False, widget=forms.NumberInput
    )
    anchor = forms.ChoiceField(
        label=_("Counted in"),
        choices=[
            (StepAnchor.SHARE.value, _("% of the time allowed")),
            (StepAnchor.START.value, _("minutes after the start")),
            (StepAnchor.DUE.value, _("minutes after the deadline")),
        ],
        initial=StepAnchor.DUE.value,
    )
    contact_function = forms.ChoiceField(
        label=_("Contact"), choices=[NO_CHOICE, *ContactFunction.choices], required=False
    )
    level = forms.IntegerField(label=_("Level"), min_value=0, max_value=9, required=False)
    standing = forms.ChoiceField(label=_("Founded"), choices=Standing, initial=Standing.OUR_DEFAULT.value)
    key = forms.SlugField(label=_("Key"), max_length=40, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the instant and for the contact of a step."""
        row = super().clean() or {}
        if self.is_left_out(row):
            return row
        if row.get("at") is None and "at" not in self.errors:
            self.add_error("at", _("Say when."))
        if row.get("action") == StepAction.NEXT_CONTACT and not row.get("contact_function"):
            self.add_error("contact_function", _("Say which contact is told."))
        if row.get("anchor") == StepAnchor.SHARE and not 0 <= (row.get("at") or 0) <= PERCENT:
            self.add_error("at", _("From 0 to 100 %."))
        return row

    @staticmethod
    def is_left_out(row: dict[str, Any]) -> bool:
        """Whether the row is empty or to be removed."""
        return not row.get("action") or bool(row.get("remove"))

    def words(self, key: str) -> StepWords:
        """Return the step under its key."""
        said = self.cleaned_data
        anchor = StepAnchor(said["anchor"])
        shared = anchor == StepAnchor.SHARE
        return StepWords(
            key=key,
            action=StepAction(said["action"]),
            anchor=anchor,
            share=int(said["at"] * THOUSANDTHS) if shared else None,
            offset_minutes=None if shared else int(said["at"]),
            contact_function=said["contact_function"],
            level=said["level"] or 0,
            standing=Standing(said["standing"]),
        )


class Steps(BaseFormSet):
    """The rows of a ladder. A step without a key is named after what it does."""

    def words(self) -> list[StepWords]:
        """Return the steps that were said, each under its key."""
        rows = [form for form in self.forms if not form.is_left_out(form.cleaned_data)]
        taken = {form.cleaned_data["key"] for form in rows}
        found = []
        for form in rows:
            key = form.cleaned_data["key"] or _free_key(form.cleaned_data, taken)
            taken.add(key)
            found.append(form.words(key))
        return found


_StepsFormSet = forms.formset_factory(
    StepForm, formset=Steps, extra=EMPTY_STEPS, max_num=STEPS_AT_MOST, validate_max=True
)


def steps_form(data: Any = None, rule: RuleWords | None = None) -> Steps:
    """Return the rows of a ladder as they came in, or those of ``rule`` with some empty ones."""
    formset: Any = _StepsFormSet
    rows: Steps = formset(data, initial=steps_said(rule), prefix="step")
    return rows


def steps_said(rule: RuleWords | None) -> list[dict[str, Any]]:
    """Return the ladder of a rule as rows of the form, in the order of time."""
    return [
        {
            "action": step.action.value,
            "at": _as_typed(step),
            "anchor": step.anchor.value,
            "contact_function": step.contact_function,
            "level": step.level or None,
            "standing": step.standing.value,
            "key": step.key,
        }
        for step in (rule.in_order() if rule else ())
    ]


def _as_typed(step: StepWords) -> Decimal:
    if step.anchor != StepAnchor.SHARE:
        return Decimal(step.offset_minutes or 0)
    share = Decimal(step.share or 0) / THOUSANDTHS
    return share.quantize(Decimal(1)) if share == share.to_integral_value() else share


def _free_key(row: dict[str, Any], taken: set[str]) -> str:
    return next(key for key in _keys(row) if key not in taken)


def _keys(row: dict[str, Any]) -> Iterator[str]:
    stem = (row["contact_function"] or row["action"]).replace("_", "-")
    yield stem
    yield from (f"{stem}-{number}" for number in range(2, STEPS_AT_MOST + 3))


class InstantForm(SetupForm):
    """From when something holds, in the reader's zone; empty: at once."""

    at = forms.CharField(
        label=_("From"),
        required=False,
        max_length=16,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    edit_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, time_zone: str, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(time_zone)
        self.fields["at"].label = label or self.fields["at"].label
        self.fields["at"].help_text = _("Empty: at once. In your time zone, %(zone)s.") % {"zone": time_zone}

    def clean_at(self) -> datetime | None:
        """Read the instant as the browser's calendar writes it."""
        said = self.cleaned_data["at"]
        if not said:
            return None
        try:
            read = datetime.fromisoformat(said)
        except ValueError as error:
            raise forms.ValidationError(_("Give a day and a time of day.")) from error
        return read.replace(tzinfo=self.zone) if read.tzinfo is None else read

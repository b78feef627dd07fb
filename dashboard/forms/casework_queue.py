"""How a queue is shown: in which order, with which columns; and the name under which it is kept."""

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.saved_queues import NAME_AT_MOST


class Order(TextChoices):
    """In which order the rows stand."""

    DUE = "due", _("least time left first")
    DUE_LAST = "-due", _("most time left first")
    NEWEST = "new", _("newest first")


class Column(TextChoices):
    """What a row shows beside time left and reference."""

    DUE = "due", _("What is due")
    PLATFORM = "platform", _("Platform")
    AGENCY = "agency", _("Agency")
    WHAT = "what", _("What")
    STATE = "state", _("State")
    HOLDER = "holder", _("Who has it")
    LEVEL = "level", _("Level")
    SENT = "sent", _("Sent")


_FIRST = (Column.DUE, Column.PLATFORM, Column.WHAT, Column.STATE, Column.HOLDER)


def first_columns(actor: Actor) -> tuple[Column, ...]:
    """Return the columns of everybody: an operator's cases come from many agencies, an agency's do not."""
    return (*_FIRST, Column.AGENCY if actor.is_operator else Column.LEVEL)


class QueueLook(forms.Form):
    """Order and columns. What cannot be read shows the queue as everybody's."""

    sort = forms.ChoiceField(label=_("Order"), choices=Order.choices, required=False)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=Column.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asked: QueryDict, *, actor: Actor) -> None:
        data = asked.copy()
        if not set(data.getlist("columns")) & set(Column.values):
            data.setlist("columns", [column.value for column in first_columns(actor)])
        super().__init__(data)
        self.is_valid()

    @property
    def order(self) -> Order:
        """The order asked for."""
        return Order(self.cleaned_data.get("sort") or Order.DUE)

    @property
    def shown(self) -> frozenset[str]:
        """The columns asked for, or those of everybody."""
        return frozenset(self.cleaned_data.get("columns") or ())


class SavedQueueForm(forms.Form):
    """Name a queue, share it, begin with it."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_AT_MOST, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    shared = forms.BooleanField(
        label=_("Share it in my organisation"),
        help_text=_("Colleagues find it under its name; each sees in it what he may see anyway."),
        required=False,
    )
    begin = forms.BooleanField(label=_("Begin with it when I open the queue"), required=False)

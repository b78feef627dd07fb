"""Files that are handed in as evidence."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import MediaType
from cases.models import Item
from dashboard.forms.evidence_capture import CaptureForm
from kernel.files import FILE_BYTES, FORM_BYTES, FORM_FILES

ACCEPTED = ",".join([*MediaType.values, ".txt", ".warc", ".warc.gz", ".wacz"])


class FilesInput(forms.FileInput):
    """A choice of several files."""

    allow_multiple_selected = True


def files_field() -> forms.FileField:
    """Return the field of the files; they come in beside the form and are judged by their content."""
    words = {"each": FILE_BYTES // 1024 // 1024, "all": FORM_BYTES // 1024 // 1024, "most": FORM_FILES}
    return forms.FileField(
        label=_("Files"),
        required=False,
        help_text=_(
            "Screenshots, PDF, text, short video, web archives: at most %(each)s MB each, "
            "%(all)s MB and %(most)s files at once."
        )
        % words,
        widget=FilesInput(attrs={"multiple": True, "accept": ACCEPTED}),
    )


class EvidenceForm(CaptureForm):
    """Files of a case, and which of its links they prove."""

    uploads = files_field()
    item = forms.ChoiceField(
        label=_("What the files prove"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the links of this case.")},
    )

    def __init__(self, *args: Any, items: Sequence[tuple[Item, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        single = [(str(item.public_id), f"{item.position}. {shown}") for item, shown in items]
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the whole case")), *single]

    def proved(self) -> UUID | None:
        """Return the item that the files of a valid form prove, None for the whole case."""
        chosen = self.cleaned_data["item"]
        return UUID(chosen) if chosen else None

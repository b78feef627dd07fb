"""Files on their way in by multipart/form-data: told apart by their hashes, judged before the deed."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import MultiPartParser

from api.frame import DeskView
from api.problems import Fault, Refusal, invalid
from cases.domain.depositing import hand_over
from cases.domain.evidence_files import NewFile, examine_file, too_large
from kernel.errors import Invalid
from kernel.files import FIELD, FORM_BYTES, Upload

TOO_LARGE = frozenset({"file_too_large", "too_much_at_once"})


class UploadingView(DeskView):
    """Takes files: all of them or none."""

    parser_classes = (MultiPartParser,)

    def take_in(self) -> None:
        """Let in who asks before any file: the deed is dated anew once they are examined."""

    def body_of(self) -> bytes:
        """Return what tells this body from another: its words, and the hashes of its files."""
        said: Any = self.request.data
        words = {name: said.getlist(name) for name in said if name not in self.request.FILES}
        files = [
            (name, each.name, each.size, each.sha256())
            for name, found in self.request.FILES.lists()
            for each in found
        ]
        return json.dumps([words, files], sort_keys=True).encode()

    def said(self, serializer: Any) -> dict[str, Any]:
        """Return the form as ``serializer`` takes it. Raises ValidationError, Refusal."""
        given: Any = self.request.data
        _refuse_repeated(name for name in given if name != FIELD and len(given.getlist(name)) > 1)
        return super().said(serializer)

    def examined(self, uploads: list[Upload], **whose: str) -> list[NewFile]:
        """Return the files, examined, their bytes where new originals lie. Slow.

        ``whose``: the report or the case that they are for. Raises Refusal with a fault for each
        that cannot be taken, Unavailable where scanner or store do not answer.
        """
        taken, faults = [], []
        for place, upload in enumerate(uploads):
            try:
                taken.append(_examined(upload))
            except Invalid as error:
                faults.append(Fault(error.code, str(error), f"#/{FIELD}/{place}"))
        if faults:
            raise _refusal_of(faults)
        handed = hand_over(actor=self.actor, files=taken, now=self.now, **whose)
        for refused in handed.refused:
            raise refused
        return handed.files


def _examined(upload: Upload) -> NewFile:
    name = upload.name or ""
    if upload.refused == "file":
        raise too_large(name)
    if upload.refused:
        said = _("Together the files are larger than %(most)s MB: send them in several requests.")
        raise Invalid("too_much_at_once", said % {"most": FORM_BYTES // 1024 // 1024}, field=FIELD)
    return examine_file(upload.opened, name)


def _refusal_of(faults: list[Fault]) -> Refusal:
    """Return the refusal: of one fault with its code, 413 where a limit is among them."""
    whole = invalid(faults)
    status = 413 if any(fault.code in TOO_LARGE for fault in faults) else whole.status
    code = faults[0].code if len(faults) == 1 else "files_refused"
    return Refusal(status, code, whole.detail, faults=faults)


def _refuse_repeated(names: Iterable[str]) -> None:
    faults = [Fault("field_repeated", str(_("This field was given twice.")), f"#/{name}") for name in names]
    if faults:
        raise invalid(faults)

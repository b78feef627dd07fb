"""Files of a form on their way into the domain: each judged, the good ones kept, the others named."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.depositing import hand_over
from cases.domain.evidence_files import NewFile, examine_file, too_large
from cases.domain.links import Link
from dashboard.templatetags.links import defanged
from kernel.errors import Invalid, Unavailable
from kernel.files import FIELD, FORM_BYTES, Upload

SHOWN_AT_MOST = 90


@dataclass(slots=True)
class HandedIn:
    """What came with a form: files that can be taken, and a sentence for each other."""

    files: list[NewFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.problems)

    def hand_over(self, actor: Actor, now: datetime, **whose: str) -> None:
        """Bring the bytes to where new originals lie; a sentence for each file that found no way.

        ``whose``: the report or the case that they are for. Raises NotKnown, Invalid.
        """
        handed = hand_over(actor=actor, files=self.files, now=now, **whose)
        self.files = handed.files
        self.problems += [str(refused) for refused in handed.refused]


def handed_in(request: HttpRequest) -> HandedIn:
    """Return the files of a form, examined. Slow: pictures are drawn anew."""
    handed = HandedIn()
    uploads = [upload for upload in request.FILES.getlist(FIELD) if isinstance(upload, Upload)]
    for upload in uploads:
        name = upload.name or ""
        try:
            if upload.refused == "file":
                raise too_large(name)
            if not upload.refused:
                handed.files.append(examine_file(upload.opened, name))
        except (Invalid, Unavailable) as error:
            handed.problems.append(str(error))
    left = [upload for upload in uploads if upload.refused == "form"]
    if left:
        said = _(
            "%(count)s more files were too much at once (%(most)s MB, 20 files): attach them in another go."
        )
        handed.problems.append(str(said % {"count": len(left), "most": FORM_BYTES // 1024 // 1024}))
    return handed


def choices_of(links: Sequence[Link]) -> list[tuple[str, Any]]:
    """Return what a file can prove: one of these links or, of several services, all links on one."""
    ready = [link for link in links if link.is_ready or link.asks_statement]
    services = {link.platform.slug: link.platform.name for link in ready if link.platform}
    of_one = [(slug, _("all links on %(service)s") % {"service": name}) for slug, name in services.items()]
    single = [(link.token, f"{link.position}. {shortened(link.shown)}") for link in ready]
    return [*(of_one if len(services) > 1 else []), *single]


def shortened(url: str) -> str:
    """Return a link as text that fits a choice."""
    shown = defanged(url)
    return shown if len(shown) <= SHOWN_AT_MOST else f"{shown[:SHOWN_AT_MOST]} …"

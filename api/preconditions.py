"""``If-Match``: act only on what was seen. The tag of a case or report is its ``edit_version``."""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.problems import Refusal

_TAG = re.compile(r'"(\d{1,9})"')
NO_SUCH_VERSION = -1  # a tag that nothing ever had: it matches no version


def tag_of(edit_version: int) -> str:
    """Return the ETag of a version."""
    return f'"{edit_version}"'


def version_in(request: Request) -> int | None:
    """Return the version that ``If-Match`` names; None where it names none, or any."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return None
    found = _TAG.fullmatch(given)
    return int(found.group(1)) if found else NO_SUCH_VERSION


def required_version(request: Request) -> int:
    """Return the version that ``If-Match`` names. Raises Refusal (428) where it names none."""
    version = version_in(request)
    if version is None:
        raise Refusal(
            428, "version_required", _("Say by If-Match which version you saw: the ETag of your last GET.")
        )
    return version

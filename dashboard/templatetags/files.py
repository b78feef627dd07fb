"""Files of evidence as lists show them: a picture blurred, anything else by its icon."""

import base64

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.domain.evidence_reading import Piece
from cases.enums import MediaType
from dashboard.templatetags.icons import icon

register = template.Library()

_ICONS = {
    MediaType.PDF: "file-type-pdf",
    MediaType.TEXT: "file-text",
    MediaType.WARC: "archive",
    MediaType.WACZ: "archive",
}


@register.simple_tag
def blurred(piece: Piece) -> SafeString:
    """Return the blurred thumbnail of a picture, or the icon of what is none."""
    if piece.thumbnail is None:
        return icon(_ICONS.get(piece.media_type, "video"), size=28)
    data = base64.b64encode(piece.thumbnail).decode()
    return format_html('<img class="blurred" src="data:image/jpeg;base64,{}" alt="">', data)

"""In which of the desk's two languages a text is written, by its commonest words. Pure."""

import re

_INDONESIAN = (
    "yang dan di dari untuk dengan ini itu tidak adalah pada dalam oleh akan telah atau karena sebagai "
    "kepada juga bahwa tersebut para ke sudah dapat agar serta"
)
_ENGLISH = (
    "the of and to is for that with are was this by from on not or which has have it be they a as "
    "their at were there"
)
_COMMON = {"id": frozenset(_INDONESIAN.split()), "en": frozenset(_ENGLISH.split())}
_WORD = re.compile(r"[a-z]+")
_ENOUGH = 3


def language_of(text: str) -> str:
    """Return ``id`` or ``en`` where the words tell plainly, nothing where they do not.

    A short or mixed text, another language and another script tell nothing.
    """
    words = _WORD.findall(text.lower())
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    first, second = sorted(counts, key=lambda language: counts[language], reverse=True)
    return first if counts[first] >= max(_ENOUGH, 2 * counts[second]) else ""

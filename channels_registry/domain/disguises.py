"""Characters that make a stranger's text look like another: invisible ones, and those that turn it round."""

import unicodedata

# Drawn as nothing although Unicode counts them among letters, marks or symbols.
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
KEPT = frozenset("\r\n\t")
JOINERS = frozenset("\u200c\u200d")
EMOJI_SELECTOR = "\ufe0f"
FIRST_JOINING = 0x0590  # Hebrew and everything after: beyond Latin, Greek, Cyrillic, Armenian
FIRST_EMOJI = 0x2190


def is_hidden(character: str) -> bool:
    """Whether ``character`` is drawn as nothing or turns the direction of its neighbours."""
    if character in KEPT or character == " ":
        return False
    if character in BLANK_LETTERS or unicodedata.category(character) in HIDDEN_CATEGORIES:
        return True
    if any(ord(character) in selectors for selectors in VARIATION_SELECTORS):
        return True
    return character.isspace()


def show_hidden(text: str) -> str:
    """Return ``text`` with every invisible or direction-changing character as ⟨U+202E⟩."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if is_hidden(c) else c for c in text)


def _spells(text: str, place: int) -> bool:
    """Whether the invisible character at ``place`` is ordinary spelling there, not a disguise.

    Persian and the scripts of India need joiners inside words, emoji need a selector; between
    Latin, Greek or Cyrillic letters both serve only to make two strings look alike.
    """
    before = ord(text[place - 1]) if place else 0
    after = ord(text[place + 1]) if place + 1 < len(text) else 0
    if text[place] in JOINERS:
        return before >= FIRST_JOINING and after >= FIRST_JOINING
    return text[place] == EMOJI_SELECTOR and before >= FIRST_EMOJI


def show_disguises(text: str) -> str:
    """Return prose with its invisible characters shown, ordinary spelling left as it is."""
    return "".join(
        character if _spells(text, place) else show_hidden(character) for place, character in enumerate(text)
    )


def show_foreign_letters(text: str) -> str:
    """Return a link with every letter or digit that is none of ASCII's as ⟨U+043E⟩: it may pass for one."""
    return "".join(
        f"⟨U+{ord(character):04X}⟩" if not character.isascii() and character.isalnum() else character
        for character in show_hidden(text)
    )

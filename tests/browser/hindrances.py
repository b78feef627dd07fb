"""What hinders on a page, in whatever way it is looked at."""

from collections.abc import Iterator

from playwright.sync_api import Page

from devstack.accessibility import barriers, too_wide

DESK, ZOOMED, PHONE = 1440, 720, 360  # the desk, the same at 200 %, the narrowest phone
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# WCAG 1.4.12
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


def hindrances(view: Page) -> Iterator[str]:
    """What hinders in light and dark, at 200 %, on a phone, and with wider text."""
    view.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield from barriers(view)
    view.emulate_media(color_scheme="dark", reduced_motion="reduce")
    yield from (f"dark: {each}" for each in barriers(view, ["color-contrast"]))
    yield from narrow(view)
    yield from (f"{PHONE}: {each}" for each in barriers(view, ["target-size"]))
    view.add_style_tag(content=SPACED)
    yield from (f"spaced: {each}" for each in too_wide(view))


def narrow(view: Page) -> Iterator[str]:
    """What makes a page scroll sideways at 200 % and on a phone."""
    for width in (ZOOMED, PHONE):
        view.set_viewport_size({"width": width, "height": 800})
        view.evaluate(DRAWN)  # charts take the new width with the next frame
        yield from (f"{width}: {each}" for each in too_wide(view))

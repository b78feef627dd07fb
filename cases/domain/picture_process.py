"""Draws a preview and a blurred thumbnail of a hostile picture, in a process of its own.

Run as a file by ``cases.domain.pictures``, which hands over the picture as standard input
and its limits as arguments: whatever a decoder does to memory, time or itself ends with this
process. It imports nothing of the desk, and the desk imports no decoder. Both pictures are
painted anew, so that no metadata can come along.
"""

import json
import resource
import sys
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps

PREVIEW_PIXELS = 4_000_000
PREVIEW_SIDE = 16_000
THUMBNAIL_SIDE = 48
MEMORY = 1536 * 1024 * 1024
TOO_MANY_PIXELS = 3  # how this process ends then


class TooManyPixels(Exception):
    """The picture is larger than anybody needs to prove something."""


def draw(source: BytesIO, kind: str, most_pixels: int) -> tuple[bytes, bytes]:
    """Return preview and thumbnail as JPEG. Raises whatever the decoder raises, or TooManyPixels."""
    Image.MAX_IMAGE_PIXELS = None  # measured here, before a pixel is decoded
    with Image.open(source, formats=[kind]) as picture:
        width, height = picture.size
        if width * height > most_pixels:
            raise TooManyPixels
        share = min(1.0, (PREVIEW_PIXELS / (width * height)) ** 0.5, PREVIEW_SIDE / max(width, height))
        size = (max(1, round(width * share)), max(1, round(height * share)))
        picture.draft("RGB", size)
        picture.load()
        upright = ImageOps.exif_transpose(_smaller(picture, size))
    clean = _painted(upright)
    blurred = clean.copy()
    blurred.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _jpeg(clean, 85), _jpeg(blurred.filter(ImageFilter.GaussianBlur(3)), 60)


def _smaller(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.mode not in ("L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"):
        exif = picture.getexif()
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
        picture.info["exif"] = exif.tobytes()
    if picture.size != size:
        picture.thumbnail(size)
    return picture


def _painted(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, on white."""
    clean = Image.new("RGB", picture.size, "white")
    mask = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    clean.paste(picture.convert("RGB"), mask=mask)
    return clean


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def main() -> int:
    """Read a picture, write the two lengths as JSON on a line, then both pictures."""
    kind, most_pixels, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        preview, thumbnail = draw(BytesIO(sys.stdin.buffer.read()), kind, most_pixels)
    except TooManyPixels:
        return TOO_MANY_PIXELS
    sys.stdout.buffer.write(json.dumps([len(preview), len(thumbnail)]).encode() + b"\n")
    sys.stdout.buffer.write(preview + thumbnail)
    return 0


if __name__ == "__main__":
    sys.exit(main())

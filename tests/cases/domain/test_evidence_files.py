"""What a file is, is found by its content alone; what is none of what is taken, is refused by name."""

import hashlib
import zlib
from io import BytesIO

import pytest
from PIL import Image

from cases.domain.evidence_files import examine_file
from cases.enums import MediaType
from kernel.errors import Invalid
from kernel.files import FILE_BYTES
from tests.factories.files import opened, picture, text

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x00" * 64
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + b"\x00" * 64
PDF = b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 4


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def flood_of_frames() -> bytes:
    """A GIF of a few thousand pictures, each as wide as a wall, in some kilobytes."""
    frame = Image.new("P", (4000, 4000))
    out = BytesIO()
    frame.save(out, "GIF", save_all=True, append_images=[frame.copy() for _ in range(3)])
    data = out.getvalue()
    return data[:-1] + data[-4000:-1] * 200 + b";"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF"])
def test_pixels_are_counted_before_one_is_decoded(kind: str) -> None:
    out = BytesIO()
    Image.new("L" if kind == "JPEG" else "P" if kind == "GIF" else "RGB", (12_000, 6_000)).save(out, kind)
    with pytest.raises(Invalid) as refused:
        examine_file(opened(out.getvalue()), "wall.png")
    assert refused.value.code == "picture_too_large"


def test_of_many_pictures_in_one_the_first_is_drawn() -> None:
    drawn = examine_file(opened(flood_of_frames()), "many.gif").drawn
    assert drawn is not None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture(), MediaType.PNG),
        (picture(kind="JPEG"), MediaType.JPEG),
        (picture(kind="WEBP"), MediaType.WEBP),
        (picture(kind="GIF", mode="P"), MediaType.GIF),
        (picture(mode="LA"), MediaType.PNG),
        (picture(mode="I;16"), MediaType.PNG),
        (picture(kind="JPEG", mode="CMYK"), MediaType.JPEG),
        (PDF, MediaType.PDF),
        (MP4, MediaType.MP4),
        (WEBM, MediaType.WEBM),
        (MOV, MediaType.QUICKTIME),
        (text(), MediaType.TEXT),
        ("BMKG: gempa — المنشورات".encode(), MediaType.TEXT),
    ],
)
def test_a_file_is_what_its_content_is_whatever_its_name(data: bytes, kind: MediaType) -> None:
    file = examine_file(opened(data), "innocent.exe")
    assert (file.media_type, file.size, file.sha256) == (kind, len(data), hashlib.sha256(data).hexdigest())
    assert b"".join(file.chunks()) == data
    assert (file.drawn is not None) == kind.startswith("image/")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (picture()[:90], "picture_unreadable"),
        (picture((400, 400), "JPEG")[:400], "picture_unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "picture_unreadable"),
        (flood(60_000, 60_000), "picture_too_large"),
        (flood(8_001, 8_001), "picture_too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_type_refused"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>", "file_type_refused"),
        (b"<!DOCTYPE html><p>Hello", "file_type_refused"),
        (b"Hello\n<SCRIPT>alert(1)</SCRIPT>", "file_type_refused"),
        (b"PK\x03\x04" + b"\x00" * 200, "file_type_refused"),
        (b"MZ\x90\x00" + b"\xff" * 200, "file_type_refused"),
        (b"\x7fELF" + b"\x00" * 200, "file_type_refused"),
        (b"caf\xe9 in another coding", "file_type_refused"),
        (b"text with \x00 in it", "file_type_refused"),
        (b"BM" + b"\xff" * 200, "file_type_refused"),
    ],
)
def test_what_is_not_taken_is_refused_and_named(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        examine_file(opened(data), "proof.png")
    assert refused.value.code == code
    assert "proof.png" in str(refused.value)


def test_a_file_may_have_25_mb_and_not_a_byte_more() -> None:
    assert examine_file(opened(b"a" * FILE_BYTES), "log.txt").size == FILE_BYTES
    with pytest.raises(Invalid) as refused:
        examine_file(opened(b"a" * (FILE_BYTES + 1)), "log.txt")
    assert str(refused.value) == "“log.txt” is larger than 25 MB."


def test_of_a_picture_that_is_something_else_too_only_the_picture_is_shown() -> None:
    drawn = examine_file(opened(picture() + b"<script>alert(1)</script>PK\x03\x04"), "both.png").drawn
    assert drawn is not None
    assert b"script" not in drawn.preview
    assert b"PK\x03\x04" not in drawn.preview


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "PlantedCamera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif.get_ifd(0x8825)[1] = "N"
    return picture((80, 40), "JPEG", exif=exif, comment=b"PlantedComment", dpi=(301, 301))


def test_a_preview_has_no_metadata_and_stands_upright() -> None:
    data = with_metadata()
    assert b"PlantedCamera" in data
    drawn = examine_file(opened(data), "phone.jpg").drawn
    assert drawn is not None
    for shown in drawn:
        assert b"Planted" not in shown
        with Image.open(BytesIO(shown)) as image:
            assert dict(image.getexif()) == {}
            assert sorted(image.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]
            assert image.format == "JPEG"
    with Image.open(BytesIO(drawn.preview)) as image:
        assert image.size == (40, 80)


def test_a_large_picture_is_shown_smaller_and_its_thumbnail_tells_nothing() -> None:
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "PNG")
    drawn = examine_file(opened(out.getvalue()), "wall.png").drawn
    assert drawn is not None
    with Image.open(BytesIO(drawn.preview)) as preview, Image.open(BytesIO(drawn.thumbnail)) as thumbnail:
        assert (preview.width * preview.height <= 4_000_000, max(thumbnail.size)) == (True, 48)
        low, high = thumbnail.convert("L").getextrema()
    assert high - low < 60  # of the noise, black to white, nearly one grey is left


def test_a_see_through_picture_is_painted_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    drawn = examine_file(opened(out.getvalue()), "clear.png").drawn
    assert drawn is not None
    with Image.open(BytesIO(drawn.preview)) as preview:
        assert preview.getpixel((10, 10)) == (255, 255, 255)

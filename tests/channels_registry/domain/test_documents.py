"""PDF files are judged by their content."""

import hashlib

import pytest

from channels_registry.domain.documents import DOCUMENT_BYTES, read_pdf
from kernel.errors import Invalid
from tests.factories.files import opened, pdf, picture


def test_a_whole_pdf_is_kept_with_its_hash():
    data = pdf()
    document = read_pdf(opened(data), " sop.pdf ")
    assert (document.name, document.data, document.sha256) == (
        "sop.pdf",
        data,
        hashlib.sha256(data).hexdigest(),
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"A text that calls itself a PDF.", picture(), pdf()[:-8], b"<html>%%EOF"],
)
def test_what_is_no_whole_pdf_is_refused_whatever_its_name_says(data):
    with pytest.raises(Invalid) as raised:
        read_pdf(opened(data), "sop.pdf")
    assert (raised.value.code, raised.value.field) == ("file_type_refused", "uploads")


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(Invalid) as raised:
        read_pdf(opened(b"%PDF-1.4" + b" " * DOCUMENT_BYTES + b"%%EOF"), "sop.pdf")
    assert raised.value.code == "file_too_large"

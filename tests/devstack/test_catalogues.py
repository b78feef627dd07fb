"""No message reaches a person untranslated."""

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from devstack import catalogues


def found(text, *, is_template):
    return [
        (message, context) for _, message, context in catalogues.messages_in(text, is_template=is_template)
    ]


def catalogue(*rows):
    made = Catalog(locale="id")
    for row in rows:
        made.add(**row)
    return made


def test_python_messages_are_found_with_their_contexts_and_plurals():
    source = """
title = _("Queue")
gettext_lazy("Board")
pgettext("clock", "Met")
ngettext("%(n)s item", "%(n)s items", n)
plain("not for people")
_(variable)
"""

    assert found(source, is_template=False) == [
        ("Queue", None),
        ("Board", None),
        ("Met", "clock"),
        (("%(n)s item", "%(n)s items"), None),
    ]


def test_a_message_inside_an_f_string_is_found_too():
    source = """line = f"{told} {_('The clocks run on.')}"\n"""

    assert found(source, is_template=False) == [("The clocks run on.", None)]


def test_template_messages_are_found_in_tags_blocks_and_filters():
    source = """{% load i18n %}<p title="{% translate 'Queue' %}">don't</p>
{% blocktranslate trimmed count n=n %}
  {{ n }} item
{% plural %}
  {{ n }} items
{% endblocktranslate %}
{% translate "Met" context "clock" %}{% include "part.html" with label=_("Board") %}"""

    assert found(source, is_template=True) == [
        ("Queue", None),
        (("%(n)s item", "%(n)s items"), None),
        ("Met", "clock"),
        ("Board", None),
    ]


def test_a_page_that_is_indented_as_no_python_is_is_read_all_the_same():
    source = """<ul>
        <li>{% translate "Queue" %}</li>
    </ul>
  <p>{% translate "Board" %}</p>"""

    assert found(source, is_template=True) == [("Queue", None), ("Board", None)]


def test_a_message_without_a_translation_is_a_fault():
    template = catalogue({"id": "Queue", "locations": [("cases/forms.py", 3)]})

    assert catalogues.faults(template, catalogue()) == ["cases/forms.py: no translation of 'Queue'"]
    assert catalogues.faults(template, catalogue({"id": "Queue", "string": ""})) == [
        "cases/forms.py: no translation of 'Queue'"
    ]
    assert catalogues.faults(template, catalogue({"id": "Queue", "string": "Antrean"})) == []


def test_a_guessed_translation_is_a_fault():
    template = catalogue({"id": "Queue"})
    guessed = catalogue({"id": "Queue", "string": "Antrian", "flags": {"fuzzy"}})

    assert catalogues.faults(template, guessed) == [": no translation of 'Queue'"]


def test_a_translation_with_another_placeholder_is_a_fault():
    template = catalogue({"id": "due in %(hours)s"})
    wrong = catalogue({"id": "due in %(hours)s", "string": "tenggat %(jam)s"})
    right = catalogue({"id": "due in %(hours)s", "string": "tenggat %(hours)s"})

    assert catalogues.faults(template, wrong) == [
        ": other placeholders in the translation of 'due in %(hours)s'"
    ]
    assert catalogues.faults(template, right) == []


def test_a_message_in_another_context_is_another_message():
    template = catalogue({"id": "Met", "context": "clock"})

    assert catalogues.faults(template, catalogue({"id": "Met", "string": "Bertemu"})) == [
        ": no translation of 'Met'"
    ]


def test_an_update_keeps_translations_brings_new_messages_and_drops_unused_ones(tmp_path):
    file = tmp_path / "id" / "LC_MESSAGES" / "django.po"
    catalogues.update(file, catalogue({"id": "Queue"}, {"id": "Gone"}))
    file.write_text(file.read_text().replace('msgid "Queue"\nmsgstr ""', 'msgid "Queue"\nmsgstr "Antrean"'))

    catalogues.update(file, catalogue({"id": "Queue"}, {"id": "Board"}))

    rows = [(message.id, message.string) for message in catalogues.read(file) if message.id]
    assert sorted(rows) == [("Board", ""), ("Queue", "Antrean")]


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    file = tmp_path / "id" / "LC_MESSAGES" / "django.po"
    catalogues.update(file, catalogue({"id": "Queue"}))
    file.write_text(file.read_text().replace('msgid "Queue"\nmsgstr ""', 'msgid "Queue"\nmsgstr "Antrean"'))
    compiled = file.with_suffix(".mo")

    catalogues.compile_all()
    first = compiled.stat().st_mtime_ns
    catalogues.compile_all()

    assert compiled.stat().st_mtime_ns == first
    with compiled.open("rb") as handle:
        assert read_mo(handle).get("Queue").string == "Antrean"

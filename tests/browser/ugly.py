"""Words as they come in life, planted over a whole desk: long, unbroken, from right to left."""

from django.apps import apps
from django.db import connection, models

from accounts.models import User

# From right to left with numbers and brackets at its end: where it is not isolated, it
# pulls what stands beside it along.
MARK = "نشر"
LONG = "Pengumumanresmitanpaspasi" * 3
WORDS = f"{MARK} فوري (12) – {LONG} 公告通知 <b>“&amp;</b>"
OURS = ("accounts", "channels_registry", "sla", "cases", "notifications")
FIELDS = {
    *("name", "name_en", "name_id", "title", "post", "text", "reason", "reasons", "note", "considerations"),
    *("redress", "statement", "outcome_note", "signer_name", "file_number", "issuing_post"),
    *("issuing_official", "file_name", "article", "contact_name"),
}


def plant() -> None:
    """Put the words into every field of these names, cut to what the field takes, each row's own."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # what is append-only is planted too
        for model in apps.get_models():
            if model._meta.app_label in OURS:
                for field in model._meta.concrete_fields:
                    if field.name in FIELDS and isinstance(field, models.CharField | models.TextField):
                        cursor.execute(*_planting(model, field))
        cursor.execute("SET session_replication_role = DEFAULT")


def _planting(model: type[models.Model], field: models.Field) -> tuple[str, list[object]]:
    quote = connection.ops.quote_name
    table, column, key = (
        quote(name)
        for name in (model._meta.db_table, field.column, model._meta.pk.column)  # type: ignore[union-attr]
    )
    length = field.max_length or len(WORDS) + 20
    told = f"left(%s, {length} - length({key}::text)) || {key}::text"
    return f"UPDATE {table} SET {column} = {told} WHERE {column} <> ''", [WORDS]


def readers() -> None:
    """Let everybody read in the language in which ugly words meet most translations."""
    User.objects.update(language="id")


# Where the words stand in the frame of a page, or beside a case, and nothing isolates them.
LOOSE = """mark => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  const watched = "header.top, .crumbs, .page-title, .page-lead, .strip, .choices, .flagged";
  const isolates = (element) => element.matches("bdi, [dir], title, option, textarea, script, template")
    || getComputedStyle(element).unicodeBidi === "plaintext";
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.data.includes(mark) || !node.parentElement.closest(watched)) continue;
    let at = node.parentElement;
    while (at && at !== document.body && !isolates(at)) at = at.parentElement;
    if (!at || at === document.body) found.push(node.parentElement.outerHTML.slice(0, 110));
  }
  return [...new Set(found)];
}"""

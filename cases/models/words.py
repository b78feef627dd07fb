"""What of a case is searched by its words. Kept by the database beside the case itself."""

from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

# In both languages of the desk: a word is found by the stem that either knows.
_READ = """
    to_tsvector('english', NEW.reasons || ' ' || NEW.considerations || ' ' || NEW.file_number)
    || to_tsvector('indonesian', NEW.reasons || ' ' || NEW.considerations || ' ' || NEW.file_number)
"""
_CHANGED: Any = pgtrigger.UpdateOf("reasons", "considerations", "file_number")  # type: ignore[no-untyped-call]
KEEP_WORDS = pgtrigger.Trigger(
    name="keep_words",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | _CHANGED,
    func=f"""
    INSERT INTO cases_casewords (case_id, words) VALUES (NEW.id, {_READ})
    ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
    """,  # noqa: S608  names of columns, from the code
)


class CaseWords(models.Model):
    """The words of a case's reasons, considerations and file number; gone when those are erased."""

    case = models.OneToOneField(
        "cases.Case", primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="case_words")]

    def __str__(self) -> str:
        return str(self.case_id)

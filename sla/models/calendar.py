"""In which hours a clock runs: working hours of a zone, and the holidays without them."""

import pgtrigger
from django.db import models
from django.utils.translation import get_language

# A published version promises hours: from then on its calendars say what they said.
_FIXED = "USING ERRCODE = 'check_violation'"


def fixes_calendars() -> pgtrigger.Trigger:
    """Return the trigger of a policy's version that fixes its calendars when it is published.

    The update waits for whoever edits one of them, and whoever comes later finds it fixed.
    """
    return pgtrigger.Trigger(
        name="fixes_calendars",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(new__state="published", old__state="draft"),
        func="""
        UPDATE sla_calendar SET fixed_at = COALESCE(NEW.published_at, CURRENT_TIMESTAMP)
        WHERE fixed_at IS NULL
            AND id IN (SELECT calendar_id FROM sla_clockrule WHERE version_id = NEW.id);
        RETURN NULL;
        """,
    )


class Calendar(models.Model):
    """Working hours of a zone, without its holidays. A rule that names none runs at all hours.

    ``hours`` are weekly periods in the one spelling of the desk (``Mon-Fri 08:00-16:00``).
    From ``fixed_at`` on a published version runs by it, and nothing of it changes: a new
    year's holidays come with the next number, and with a version that names it.
    """

    code = models.SlugField(max_length=60, db_collation="C")
    number = models.PositiveSmallIntegerField(default=1)
    name_en = models.CharField(max_length=150)
    name_id = models.CharField(max_length=150)
    time_zone = models.CharField(max_length=60)
    hours = models.CharField(max_length=200)
    fixed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="calendar_once"),
            models.CheckConstraint(condition=~models.Q(hours=""), name="calendar_opens"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fixed_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__fixed_at__isnull=False),
                func=f"RAISE EXCEPTION 'a published policy runs by this calendar' {_FIXED};",
            )
        ]

    def __str__(self) -> str:
        return self.name_id if get_language() == "id" else self.name_en


class Holiday(models.Model):
    """A day of the calendar's zone on which no clock of it runs; ``source`` says who made it one."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=150)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["calendar", "day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]
        triggers = [
            pgtrigger.Trigger(
                name="only_of_open_calendars",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF EXISTS (
                    SELECT 1 FROM sla_calendar WHERE fixed_at IS NOT NULL AND id IN (
                        CASE WHEN TG_OP <> 'INSERT' THEN OLD.calendar_id END,
                        CASE WHEN TG_OP <> 'DELETE' THEN NEW.calendar_id END
                    )
                ) THEN
                    RAISE EXCEPTION 'a published policy runs by this calendar' {_FIXED};
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;
                """,  # noqa: S608  the SQL is made of our own words at import, never of input
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

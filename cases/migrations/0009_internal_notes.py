"""Each side has notes of its own; an operator's hang on its own cases only."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import audit.models.salted


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0008_assignment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        # One default for all would be the same for all.
        migrations.RunSQL("UPDATE cases_note SET public_id = gen_random_uuid();", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="note",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.CreateModel(
            name="OperatorNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "salt",
                    models.CharField(default=audit.models.salted.new_salt, editable=False, max_length=32),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("author_label", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operator_notes",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={"ordering": ["case", "at", "id"]},
        ),
        migrations.RunSQL(
            """
            ALTER TABLE cases_operatornote ADD CONSTRAINT operatornote_of_operator
                FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            migrations.RunSQL.noop,
        ),
    ]

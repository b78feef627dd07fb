"""Agencies that join a case of another, links that gave way to it, a case that continues another."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import audit.models.salted


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0006_captures"),
        ("channels_registry", "0008_alias"),
        ("sla", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoSignature",
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
                ("key", models.CharField(db_collation="C", max_length=500)),
                ("reasons", models.TextField()),
                ("considerations", models.TextField()),
                ("file_number", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Awaiting confirmation"),
                            ("confirmed", "Joined"),
                            ("returned", "Returned to author"),
                            ("ended", "Left"),
                            ("passed_on", "Passed on to us"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("return_reason", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("url", models.TextField()),
                ("key", models.CharField(db_collation="C", max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("channel", "Channel"),
                            ("group", "Group"),
                            ("bot", "Bot"),
                            ("account", "Account"),
                            ("post", "Post"),
                            ("story", "Story"),
                            ("page", "Page"),
                            ("video", "Video"),
                            ("playlist", "Playlist"),
                            ("live", "Live"),
                            ("event", "Event"),
                            ("hashtag", "Hashtag"),
                            ("sound", "Sound"),
                            ("advertisement", "Advertisement"),
                            ("site", "Site"),
                        ],
                        max_length=15,
                    ),
                ),
                ("statement", models.TextField(blank=True)),
                ("in_hand_since", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["case", "position"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="continues",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="passed_on_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passed_on_at", None),
                    models.Q(("sent_at__isnull", False), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="case_passed_on_was_withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="became",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cosignatures", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sla.category"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="cosigner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="legal_basis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sla.legalbasis"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cosignatures", to="cases.report"
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="signer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="setaside",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="setaside",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="set_aside", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="setaside",
            name="legal_basis",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sla.legalbasis"
            ),
        ),
        migrations.AddIndex(
            model_name="cosignature",
            index=models.Index(fields=["cosigner", "-asked_at", "-id"], name="cosignature_newest"),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "confirmed"))),
                fields=("case", "cosigner"),
                name="cosignature_once_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(("decided_by", models.F("signer")), _negated=True),
                    _connector="OR",
                ),
                name="cosignature_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="cosignature_confirmed_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("became__isnull", False), ("state", "passed_on")),
                    models.Q(models.Q(("state", "passed_on"), _negated=True), ("became", None)),
                    _connector="OR",
                ),
                name="cosignature_became_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="setaside",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="set_aside_once"),
        ),
        migrations.RunSQL(
            sql="""
            ALTER TABLE cases_setaside ADD CONSTRAINT setaside_of_agency
                FOREIGN KEY (case_id, agency_id) REFERENCES cases_case (id, agency_id)
                DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE cases_case ADD CONSTRAINT case_continues_of_operator
                FOREIGN KEY (continues_id, organisation_id) REFERENCES cases_case (id, organisation_id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]

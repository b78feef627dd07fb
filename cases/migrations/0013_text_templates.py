import uuid

import django.db.models.deletion
from django.db import migrations, models

import audit.models.salted


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_user_uses_keys"),
        ("cases", "0012_saved_queues"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextTemplate",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("message", "Message"),
                            ("answer", "Answer to a clarification"),
                            ("amendment", "Amendment"),
                            ("withdrawal", "Withdrawal"),
                            ("clarification", "Question to the agency"),
                            ("decision", "Words to a decision or refusal"),
                            ("impossibility", "Impossibility"),
                            ("objection", "Objection"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("id", "Indonesian")], max_length=5),
                ),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "language", "title", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("organisation", "kind", "language", "title"),
                        name="text_template_one_a_title",
                    )
                ],
            },
        ),
    ]

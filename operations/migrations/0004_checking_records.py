"""A kind of job: the check of an agency's record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0003_moving_cases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="kind",
            field=models.CharField(
                choices=[
                    ("judge_sheet", "Check a sheet"),
                    ("import_sheet", "Import a sheet"),
                    ("move_cases", "Move open cases to another version"),
                    ("check_record", "Check the record of an agency"),
                ],
                max_length=20,
            ),
        ),
    ]

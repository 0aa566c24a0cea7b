from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0012_regions"),
    ]

    operations = [
        migrations.AddField(
            model_name="weighting",
            name="version",
            field=models.PositiveIntegerField(
                default=1, help_text="Which change of their weights, choices and reply, all in all, this is."
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="weighting",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="ratings_weighting_version_from_1"
            ),
        ),
    ]

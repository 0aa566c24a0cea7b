import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="NeedSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="supports", to="needs.need"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="need_supports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("need", "user"),
                        name="needs_needsupport_once_a_person",
                        violation_error_message="You support this need already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="submitted_like",
            field=models.ForeignKey(
                blank=True,
                help_text="The sender read this need and said that theirs is alike.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notes",
                to="needs.need",
                verbose_name="sent as a note to",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="submitted_source",
            field=models.CharField(
                blank=True,
                help_text="In the sender's words, not checked.",
                max_length=500,
                verbose_name="where the sender saw it",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                    "||",
                    django.contrib.postgres.search.SearchVector("detail", config="english", weight="B"),
                    django.contrib.postgres.search.SearchConfig("english"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="need",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="needs_need_search"),
        ),
        migrations.AddIndex(
            model_name="need",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("title", "gin_trgm_ops"), name="needs_need_title_trigrams"
            ),
        ),
    ]

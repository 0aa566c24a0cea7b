"""When a round was published. Of earlier ones the audit log knows; where it does not, the last change must do."""

from django.db import migrations, models

FORWARD = """
UPDATE ratings_round SET published_at = COALESCE(
    (SELECT min(at) FROM audit_auditevent WHERE action = 'round_published' AND target_type = 'ratings.round'
        AND target_id = ratings_round.id::text),
    updated_at)
WHERE status = 'published';
"""


class Migration(migrations.Migration):
    dependencies = [("ratings", "0017_comment_moderation"), ("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]

import django.contrib.postgres.indexes
from django.db import migrations, models

# Ordered, so that two needs that become public at once take their new words in the same order and never wait in a ring.
FORWARD = """
CREATE FUNCTION needs_add_words(texts text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO needs_searchword (text)
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('simple', texts))) AS word
    WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word
    ON CONFLICT DO NOTHING
$$;
CREATE FUNCTION needs_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_add_words(NEW.title || ' ' || NEW.detail);
    RETURN NULL;
END $$;
CREATE TRIGGER needs_need_words AFTER INSERT OR UPDATE OF title, detail, status ON needs_need
    FOR EACH ROW WHEN (NEW.status IN ('published', 'merged')) EXECUTE FUNCTION needs_keep_words();
SELECT needs_add_words(title || ' ' || detail) FROM needs_need WHERE status IN ('published', 'merged');
"""
BACKWARD = """
DROP TRIGGER needs_need_words ON needs_need;
DROP FUNCTION needs_keep_words();
DROP FUNCTION needs_add_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0004_status_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("text", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("text", "gin_trgm_ops"),
                        name="needs_searchword_trigrams",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

from django.db import migrations

TABLES = ["ratings_ratingevent", "ratings_scorerun", "ratings_solutionscore"]

FORWARD = """
CREATE FUNCTION ratings_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION ratings_refuse_update();"
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_never_changes ON {table};" for table in TABLES)
    + "DROP FUNCTION ratings_refuse_update();"
)


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

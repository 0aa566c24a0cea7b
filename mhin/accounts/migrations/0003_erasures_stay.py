from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER accounts_erasure_append_only BEFORE UPDATE OR DELETE ON accounts_erasure
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
BACKWARD = """
DROP TRIGGER accounts_erasure_append_only ON accounts_erasure;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_erasures")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

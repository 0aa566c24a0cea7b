from django.db import migrations

# A log row stays as it was written; only the link to its writer may go, with the writer's account.
FORWARD = """
INSERT INTO needs_needstatuschange (need_id, act, from_status, to_status, note, at)
    SELECT id, 'recorded', '', status, '', created_at FROM needs_need;
CREATE FUNCTION needs_keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER needs_needstatuschange_never_changes BEFORE UPDATE OR DELETE ON needs_needstatuschange
    FOR EACH ROW EXECUTE FUNCTION needs_keep_log();
"""
BACKWARD = """
DROP TRIGGER needs_needstatuschange_never_changes ON needs_needstatuschange;
DROP FUNCTION needs_keep_log();
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0003_curation")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

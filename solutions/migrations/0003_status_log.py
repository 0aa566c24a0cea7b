from django.db import migrations

FORWARD = """
INSERT INTO solutions_solutionstatuschange (solution_id, act, from_status, to_status, note, at)
    SELECT id, 'recorded', '', status, '', created_at FROM solutions_solution;
CREATE TRIGGER solutions_solutionstatuschange_never_changes BEFORE UPDATE OR DELETE ON solutions_solutionstatuschange
    FOR EACH ROW EXECUTE FUNCTION needs_keep_log();
"""
BACKWARD = "DROP TRIGGER solutions_solutionstatuschange_never_changes ON solutions_solutionstatuschange;"


class Migration(migrations.Migration):
    dependencies = [("solutions", "0002_curation"), ("needs", "0004_status_log")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

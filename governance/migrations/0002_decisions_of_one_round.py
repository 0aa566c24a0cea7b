from django.db import migrations

# Composite foreign keys, which Django cannot declare: the solution decided on was ranked by the run the decision
# names, and the meeting is one of the body that decided. A recorded decision never changes; a later one replaces it.
FORWARD = """
CREATE FUNCTION governance_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a recorded decision never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT round_id FROM ratings_scorerun WHERE id = NEW.run_id)
       IS DISTINCT FROM (SELECT round_id FROM ratings_roundsolution WHERE id = NEW.round_solution_id) THEN
        RAISE EXCEPTION 'run and solution must be of one round' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.meeting_id IS NOT NULL AND NEW.body_id IS DISTINCT FROM
       (SELECT body_id FROM governance_meeting WHERE id = NEW.meeting_id) THEN
        RAISE EXCEPTION 'the meeting must be one of the body that decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_decision_guard BEFORE INSERT OR UPDATE ON governance_decision
    FOR EACH ROW EXECUTE FUNCTION governance_check_decision();
"""
BACKWARD = """
DROP TRIGGER governance_decision_guard ON governance_decision;
DROP FUNCTION governance_check_decision();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("ratings", "0003_frozen_rounds")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

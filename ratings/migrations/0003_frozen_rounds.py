from django.db import migrations

FORWARD = """
CREATE FUNCTION ratings_guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        IF NEW.status = 'draft' THEN
            RAISE EXCEPTION 'an opened round cannot become a draft again' USING ERRCODE = 'check_violation';
        END IF;
        IF (OLD.kind, OLD.voice, OLD.weights, OLD.aggregation, OLD.visibility, OLD.smallest_group,
            OLD.shortlist_size, OLD.seed, OLD.is_simulated)
           IS DISTINCT FROM
           (NEW.kind, NEW.voice, NEW.weights, NEW.aggregation, NEW.visibility, NEW.smallest_group,
            NEW.shortlist_size, NEW.seed, NEW.is_simulated) THEN
            RAISE EXCEPTION 'the policies of an opened round are frozen' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.current_run_id IS DISTINCT FROM OLD.current_run_id THEN
        IF NOT EXISTS (SELECT 1 FROM ratings_scorerun r WHERE r.id = NEW.current_run_id AND r.round_id = NEW.id
                       AND r.number > COALESCE((SELECT p.number FROM ratings_scorerun p
                                                WHERE p.id = OLD.current_run_id), 0)) THEN
            RAISE EXCEPTION 'the current run only moves forward' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ratings_round_guard BEFORE UPDATE ON ratings_round
    FOR EACH ROW EXECUTE FUNCTION ratings_guard_round();

CREATE FUNCTION ratings_refuse_when_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ratings_round WHERE status <> 'draft'
               AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.round_id END,
                          CASE WHEN TG_OP <> 'DELETE' THEN NEW.round_id END)) THEN
        RAISE EXCEPTION 'rows of % are frozen once the round has opened', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER ratings_objective_frozen BEFORE INSERT OR UPDATE OR DELETE ON ratings_objective
    FOR EACH ROW EXECUTE FUNCTION ratings_refuse_when_opened();
CREATE TRIGGER ratings_roundsolution_frozen BEFORE INSERT OR UPDATE OR DELETE ON ratings_roundsolution
    FOR EACH ROW EXECUTE FUNCTION ratings_refuse_when_opened();
CREATE TRIGGER ratings_roundgroup_frozen BEFORE INSERT OR DELETE OR UPDATE OF round_id, group_id, declared_voice
    ON ratings_roundgroup FOR EACH ROW EXECUTE FUNCTION ratings_refuse_when_opened();
"""
BACKWARD = """
DROP TRIGGER ratings_roundgroup_frozen ON ratings_roundgroup;
DROP TRIGGER ratings_roundsolution_frozen ON ratings_roundsolution;
DROP TRIGGER ratings_objective_frozen ON ratings_objective;
DROP FUNCTION ratings_refuse_when_opened();
DROP TRIGGER ratings_round_guard ON ratings_round;
DROP FUNCTION ratings_guard_round();
"""


class Migration(migrations.Migration):
    dependencies = [("ratings", "0002_immutable_history")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

from django.db import migrations

# Composite foreign keys, which Django cannot declare: an answer's solution and objective, and a person's link, belong
# to the round of the participant or run they hang on.
FORWARD = """
CREATE FUNCTION ratings_refuse_mixed_rounds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mixed boolean;
BEGIN
    SELECT count(DISTINCT round_id) > 1 INTO mixed FROM (
        SELECT round_id FROM ratings_participant WHERE id = NEW.participant_id
        UNION ALL SELECT round_id FROM ratings_roundsolution WHERE id = NEW.round_solution_id
        UNION ALL SELECT round_id FROM ratings_objective WHERE id = NEW.objective_id) rounds;
    IF mixed THEN
        RAISE EXCEPTION 'participant, solution and objective must be of one round' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ratings_rating_one_round BEFORE INSERT ON ratings_rating
    FOR EACH ROW EXECUTE FUNCTION ratings_refuse_mixed_rounds();

ALTER TABLE ratings_participant ADD CONSTRAINT ratings_participant_id_round UNIQUE (id, round_id);
ALTER TABLE ratings_participantlink ADD CONSTRAINT ratings_participantlink_same_round
    FOREIGN KEY (participant_id, round_id) REFERENCES ratings_participant (id, round_id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARD = """
ALTER TABLE ratings_participantlink DROP CONSTRAINT ratings_participantlink_same_round;
ALTER TABLE ratings_participant DROP CONSTRAINT ratings_participant_id_round;
DROP TRIGGER ratings_rating_one_round ON ratings_rating;
DROP FUNCTION ratings_refuse_mixed_rounds();
"""


class Migration(migrations.Migration):
    dependencies = [("ratings", "0003_frozen_rounds")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

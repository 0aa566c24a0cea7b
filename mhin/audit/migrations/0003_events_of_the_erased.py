"""The one change that an event can see: it may stop naming somebody who has been erased.

Only in the transaction that writes an erasure into its append-only log, only about an account that is gone or emptied,
only names and never what was done or when. Parts of `before` and `after` may be taken out, never put in.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION audit_is_account_gone(account text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT account <> '' AND NOT EXISTS (
        SELECT 1 FROM accounts_user WHERE id::text = account AND email NOT LIKE 'erased-%@erased.invalid')
$$;
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.at, NEW.actor_id, NEW.action, NEW.target_type, NEW.target_id)
            IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor_id, OLD.action, OLD.target_type, OLD.target_id)
            AND (NEW.actor = OLD.actor OR NEW.actor = 'somebody erased' AND audit_is_account_gone(OLD.actor_id))
            AND (NEW.target = OLD.target OR NEW.target = 'somebody erased' AND OLD.target_type = 'accounts.user'
                AND audit_is_account_gone(OLD.target_id))
            AND OLD.before @> NEW.before AND OLD.after @> NEW.after
            AND EXISTS (SELECT 1 FROM accounts_erasure WHERE at = transaction_timestamp())
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
DROP FUNCTION audit_is_account_gone(text);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("accounts", "0003_erasures_stay")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

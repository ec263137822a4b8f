-- How many leases are valid (state 0) and declined (1): what the triggers of lease6 keep in lease6_stat.

CREATE OR REPLACE FUNCTION lease6_AINS_lease6_stat(new_state bigint, new_subnet_id bigint, new_lease_type smallint)
RETURNS void AS $$
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
            VALUES (new_subnet_id, new_lease_type, new_state, 1)
            ON CONFLICT (subnet_id, lease_type, state) DO UPDATE SET leases = lease6_stat.leases + 1;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_ADEL_lease6_stat(old_state bigint, old_subnet_id bigint, old_lease_type smallint)
RETURNS void AS $$
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease6_stat SET leases = greatest(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND lease_type = old_lease_type AND state = old_state;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_AUPD_lease6_stat(old_state bigint, old_subnet_id bigint, old_lease_type smallint,
    new_state bigint, new_subnet_id bigint, new_lease_type smallint)
RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_subnet_id = new_subnet_id AND old_lease_type = new_lease_type) THEN
        PERFORM lease6_ADEL_lease6_stat(old_state, old_subnet_id, old_lease_type);
        PERFORM lease6_AINS_lease6_stat(new_state, new_subnet_id, new_lease_type);
    END IF;
END;
$$ LANGUAGE plpgsql;

-- How many valid leases there are of each class that is noted in user contexts.

CREATE OR REPLACE FUNCTION lease6_AINS_lease6_stat_by_client_class(
    new_state bigint, new_user_context text, new_lease_type smallint
)
RETURNS void AS $$
DECLARE
    class text;
BEGIN
    IF new_state = 0 THEN
        FOR class IN SELECT lease_client_classes(new_user_context) LOOP
            INSERT INTO lease6_stat_by_client_class (client_class, lease_type, leases)
                VALUES (class, new_lease_type, 1)
                ON CONFLICT (client_class, lease_type) DO UPDATE SET leases = lease6_stat_by_client_class.leases + 1;
        END LOOP;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_ADEL_lease6_stat_by_client_class(
    old_state bigint, old_user_context text, old_lease_type smallint
)
RETURNS void AS $$
DECLARE
    class text;
BEGIN
    IF old_state = 0 THEN
        FOR class IN SELECT lease_client_classes(old_user_context) LOOP
            UPDATE lease6_stat_by_client_class SET leases = greatest(leases - 1, 0)
                WHERE client_class = class AND lease_type = old_lease_type;
        END LOOP;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_AUPD_lease6_stat_by_client_class(
    old_state bigint, old_user_context text, old_lease_type smallint,
    new_state bigint, new_user_context text, new_lease_type smallint)
RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_user_context IS NOT DISTINCT FROM new_user_context
        AND old_lease_type = new_lease_type) THEN
        PERFORM lease6_ADEL_lease6_stat_by_client_class(old_state, old_user_context, old_lease_type);
        PERFORM lease6_AINS_lease6_stat_by_client_class(new_state, new_user_context, new_lease_type);
    END IF;
END;
$$ LANGUAGE plpgsql;

-- The triggers. Most leases have no user context, and need not be asked for classes.

CREATE OR REPLACE FUNCTION func_lease6_AINS() RETURNS trigger AS $$
BEGIN
    PERFORM lease6_AINS_lease6_stat(NEW.state, NEW.subnet_id, NEW.lease_type);
    IF NEW.user_context IS NOT NULL THEN
        PERFORM lease6_AINS_lease6_stat_by_client_class(NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease6_AUPD() RETURNS trigger AS $$
BEGIN
    PERFORM lease6_AUPD_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type, NEW.state, NEW.subnet_id, NEW.lease_type);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        PERFORM lease6_AUPD_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type,
            NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease6_ADEL() RETURNS trigger AS $$
BEGIN
    PERFORM lease6_ADEL_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type);
    IF OLD.user_context IS NOT NULL THEN
        PERFORM lease6_ADEL_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS lease6_AINS ON lease6;
CREATE TRIGGER lease6_AINS AFTER INSERT ON lease6 FOR EACH ROW EXECUTE PROCEDURE func_lease6_AINS();
DROP TRIGGER IF EXISTS lease6_AUPD ON lease6;
CREATE TRIGGER lease6_AUPD AFTER UPDATE ON lease6 FOR EACH ROW EXECUTE PROCEDURE func_lease6_AUPD();
DROP TRIGGER IF EXISTS lease6_ADEL ON lease6;
CREATE TRIGGER lease6_ADEL AFTER DELETE ON lease6 FOR EACH ROW EXECUTE PROCEDURE func_lease6_ADEL();

-- How many leases are valid (state 0) and declined (1): what the triggers of lease4 keep in lease4_stat.

CREATE OR REPLACE FUNCTION lease4_AINS_lease4_stat(new_state bigint, new_subnet_id bigint) RETURNS void AS $$
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease4_stat (subnet_id, state, leases) VALUES (new_subnet_id, new_state, 1)
            ON CONFLICT (subnet_id, state) DO UPDATE SET leases = lease4_stat.leases + 1;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_ADEL_lease4_stat(old_state bigint, old_subnet_id bigint) RETURNS void AS $$
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease4_stat SET leases = greatest(leases - 1, 0) WHERE subnet_id = old_subnet_id AND state = old_state;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_AUPD_lease4_stat(old_state bigint, old_subnet_id bigint,
    new_state bigint, new_subnet_id bigint)
RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_subnet_id = new_subnet_id) THEN
        PERFORM lease4_ADEL_lease4_stat(old_state, old_subnet_id);
        PERFORM lease4_AINS_lease4_stat(new_state, new_subnet_id);
    END IF;
END;
$$ LANGUAGE plpgsql;

-- How many valid leases there are of each class that is noted in user contexts.

CREATE OR REPLACE FUNCTION lease4_AINS_lease4_stat_by_client_class(new_state bigint, new_user_context text)
RETURNS void AS $$
DECLARE
    class text;
BEGIN
    IF new_state = 0 THEN
        FOR class IN SELECT lease_client_classes(new_user_context) LOOP
            INSERT INTO lease4_stat_by_client_class (client_class, leases) VALUES (class, 1)
                ON CONFLICT (client_class) DO UPDATE SET leases = lease4_stat_by_client_class.leases + 1;
        END LOOP;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_ADEL_lease4_stat_by_client_class(old_state bigint, old_user_context text)
RETURNS void AS $$
DECLARE
    class text;
BEGIN
    IF old_state = 0 THEN
        FOR class IN SELECT lease_client_classes(old_user_context) LOOP
            UPDATE lease4_stat_by_client_class SET leases = greatest(leases - 1, 0) WHERE client_class = class;
        END LOOP;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_AUPD_lease4_stat_by_client_class(old_state bigint, old_user_context text,
    new_state bigint, new_user_context text)
RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_user_context IS NOT DISTINCT FROM new_user_context) THEN
        PERFORM lease4_ADEL_lease4_stat_by_client_class(old_state, old_user_context);
        PERFORM lease4_AINS_lease4_stat_by_client_class(new_state, new_user_context);
    END IF;
END;
$$ LANGUAGE plpgsql;

-- The triggers. Most leases have no user context, and need not be asked for classes.

CREATE OR REPLACE FUNCTION func_lease4_AINS() RETURNS trigger AS $$
BEGIN
    PERFORM lease4_AINS_lease4_stat(NEW.state, NEW.subnet_id);
    IF NEW.user_context IS NOT NULL THEN
        PERFORM lease4_AINS_lease4_stat_by_client_class(NEW.state, NEW.user_context);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease4_AUPD() RETURNS trigger AS $$
BEGIN
    PERFORM lease4_AUPD_lease4_stat(OLD.state, OLD.subnet_id, NEW.state, NEW.subnet_id);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        PERFORM lease4_AUPD_lease4_stat_by_client_class(OLD.state, OLD.user_context,
            NEW.state, NEW.user_context);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease4_ADEL() RETURNS trigger AS $$
BEGIN
    PERFORM lease4_ADEL_lease4_stat(OLD.state, OLD.subnet_id);
    IF OLD.user_context IS NOT NULL THEN
        PERFORM lease4_ADEL_lease4_stat_by_client_class(OLD.state, OLD.user_context);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS lease4_AINS ON lease4;
CREATE TRIGGER lease4_AINS AFTER INSERT ON lease4 FOR EACH ROW EXECUTE PROCEDURE func_lease4_AINS();
DROP TRIGGER IF EXISTS lease4_AUPD ON lease4;
CREATE TRIGGER lease4_AUPD AFTER UPDATE ON lease4 FOR EACH ROW EXECUTE PROCEDURE func_lease4_AUPD();
DROP TRIGGER IF EXISTS lease4_ADEL ON lease4;
CREATE TRIGGER lease4_ADEL AFTER DELETE ON lease4 FOR EACH ROW EXECUTE PROCEDURE func_lease4_ADEL();

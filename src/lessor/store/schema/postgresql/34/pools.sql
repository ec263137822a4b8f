-- How many leases are valid and declined in each pool; the triggers of leases keep this beside what they kept before.

CREATE OR REPLACE FUNCTION lease4_AINS_lease4_pool_stat(
    new_state bigint, new_subnet_id bigint, new_pool_id bigint
) RETURNS void AS $$
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
            VALUES (new_subnet_id, new_pool_id, new_state, 1)
            ON CONFLICT (subnet_id, pool_id, state) DO UPDATE SET leases = lease4_pool_stat.leases + 1;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_ADEL_lease4_pool_stat(
    old_state bigint, old_subnet_id bigint, old_pool_id bigint
) RETURNS void AS $$
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease4_pool_stat SET leases = greatest(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND pool_id = old_pool_id AND state = old_state;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease4_AUPD_lease4_pool_stat(
    old_state bigint, old_subnet_id bigint, old_pool_id bigint,
    new_state bigint, new_subnet_id bigint, new_pool_id bigint
) RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_subnet_id = new_subnet_id AND old_pool_id = new_pool_id) THEN
        PERFORM lease4_ADEL_lease4_pool_stat(old_state, old_subnet_id, old_pool_id);
        PERFORM lease4_AINS_lease4_pool_stat(new_state, new_subnet_id, new_pool_id);
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease4_AINS() RETURNS trigger AS $$
BEGIN
    PERFORM lease4_AINS_lease4_stat(NEW.state, NEW.subnet_id);
    PERFORM lease4_AINS_lease4_pool_stat(NEW.state, NEW.subnet_id, NEW.pool_id);
    IF NEW.user_context IS NOT NULL THEN
        PERFORM lease4_AINS_lease4_stat_by_client_class(NEW.state, NEW.user_context);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease4_AUPD() RETURNS trigger AS $$
BEGIN
    PERFORM lease4_AUPD_lease4_stat(OLD.state, OLD.subnet_id, NEW.state, NEW.subnet_id);
    PERFORM lease4_AUPD_lease4_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id,
        NEW.state, NEW.subnet_id, NEW.pool_id);
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
    PERFORM lease4_ADEL_lease4_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id);
    IF OLD.user_context IS NOT NULL THEN
        PERFORM lease4_ADEL_lease4_stat_by_client_class(OLD.state, OLD.user_context);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_AINS_lease6_pool_stat(
    new_state bigint, new_subnet_id bigint, new_pool_id bigint, new_lease_type smallint
) RETURNS void AS $$
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
            VALUES (new_subnet_id, new_pool_id, new_lease_type, new_state, 1)
            ON CONFLICT (subnet_id, pool_id, lease_type, state) DO UPDATE SET leases = lease6_pool_stat.leases + 1;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_ADEL_lease6_pool_stat(
    old_state bigint, old_subnet_id bigint, old_pool_id bigint, old_lease_type smallint
) RETURNS void AS $$
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease6_pool_stat SET leases = greatest(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND pool_id = old_pool_id AND lease_type = old_lease_type
                AND state = old_state;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6_AUPD_lease6_pool_stat(
    old_state bigint, old_subnet_id bigint, old_pool_id bigint, old_lease_type smallint,
    new_state bigint, new_subnet_id bigint, new_pool_id bigint, new_lease_type smallint
) RETURNS void AS $$
BEGIN
    IF NOT (old_state = new_state AND old_subnet_id = new_subnet_id AND old_pool_id = new_pool_id
        AND old_lease_type = new_lease_type) THEN
        PERFORM lease6_ADEL_lease6_pool_stat(old_state, old_subnet_id, old_pool_id, old_lease_type);
        PERFORM lease6_AINS_lease6_pool_stat(new_state, new_subnet_id, new_pool_id, new_lease_type);
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease6_AINS() RETURNS trigger AS $$
BEGIN
    PERFORM lease6_AINS_lease6_stat(NEW.state, NEW.subnet_id, NEW.lease_type);
    PERFORM lease6_AINS_lease6_pool_stat(NEW.state, NEW.subnet_id, NEW.pool_id, NEW.lease_type);
    IF NEW.user_context IS NOT NULL THEN
        PERFORM lease6_AINS_lease6_stat_by_client_class(NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION func_lease6_AUPD() RETURNS trigger AS $$
BEGIN
    PERFORM lease6_AUPD_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type, NEW.state, NEW.subnet_id, NEW.lease_type);
    PERFORM lease6_AUPD_lease6_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id, OLD.lease_type,
        NEW.state, NEW.subnet_id, NEW.pool_id, NEW.lease_type);
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
    PERFORM lease6_ADEL_lease6_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id, OLD.lease_type);
    IF OLD.user_context IS NOT NULL THEN
        PERFORM lease6_ADEL_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

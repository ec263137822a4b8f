-- How many leases of IPv6 are valid (state 0) and declined (1), by subnet and type; how many are valid, by each
-- class that is noted in user contexts.
--
-- Counted once a statement, not once a row: a server that writes many leases at a time changes each count once.

CREATE OR REPLACE FUNCTION count_lease6_created() RETURNS trigger AS $$
BEGIN
    INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
        SELECT subnet_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (subnet_id, lease_type, state) DO UPDATE
        SET leases = lease6_stat.leases + excluded.leases;
    IF EXISTS (SELECT 1 FROM new_leases WHERE user_context IS NOT NULL) THEN
        INSERT INTO lease6_stat_by_client_class (client_class, lease_type, leases)
            SELECT class, l.lease_type, count(*) FROM new_leases AS l, lease_client_classes(l.user_context) AS class
            WHERE l.state = 0 GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (client_class, lease_type) DO UPDATE
            SET leases = lease6_stat_by_client_class.leases + excluded.leases;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION count_lease6_changed() RETURNS trigger AS $$
BEGIN
    -- a renewal moves nothing from one count to another
    IF EXISTS (
        SELECT 1 FROM old_leases AS o JOIN new_leases AS n ON n.address = o.address
        WHERE (o.subnet_id, o.state, o.lease_type)
            IS DISTINCT FROM (n.subnet_id, n.state, n.lease_type)
    ) THEN
        UPDATE lease6_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, lease_type, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2, 3
            ) AS gone
            WHERE (s.subnet_id, s.lease_type, s.state)
                = (gone.subnet_id, gone.lease_type, gone.state);
        INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
            SELECT subnet_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (subnet_id, lease_type, state) DO UPDATE
            SET leases = lease6_stat.leases + excluded.leases;
    END IF;
    IF EXISTS (
        SELECT 1 FROM old_leases AS o JOIN new_leases AS n ON n.address = o.address
        WHERE (o.state, o.user_context, o.lease_type)
            IS DISTINCT FROM (n.state, n.user_context, n.lease_type)
    ) THEN
        IF EXISTS (SELECT 1 FROM old_leases WHERE user_context IS NOT NULL) THEN
            UPDATE lease6_stat_by_client_class AS s SET leases = greatest(s.leases - gone.leases, 0)
                FROM (
                    SELECT class, l.lease_type, count(*) AS leases
                    FROM old_leases AS l, lease_client_classes(l.user_context) AS class
                    WHERE l.state = 0 GROUP BY 1, 2
                ) AS gone
                WHERE s.client_class = gone.class AND s.lease_type = gone.lease_type;
        END IF;
        IF EXISTS (SELECT 1 FROM new_leases WHERE user_context IS NOT NULL) THEN
            INSERT INTO lease6_stat_by_client_class (client_class, lease_type, leases)
                SELECT class, l.lease_type, count(*) FROM new_leases AS l, lease_client_classes(l.user_context) AS class
                WHERE l.state = 0 GROUP BY 1, 2 ORDER BY 1, 2
                ON CONFLICT (client_class, lease_type) DO UPDATE
                SET leases = lease6_stat_by_client_class.leases + excluded.leases;
        END IF;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION count_lease6_deleted() RETURNS trigger AS $$
BEGIN
    UPDATE lease6_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
        FROM (
            SELECT subnet_id, lease_type, state, count(*) AS leases FROM old_leases
            WHERE state IN (0, 1) GROUP BY 1, 2, 3
        ) AS gone
        WHERE (s.subnet_id, s.lease_type, s.state)
            = (gone.subnet_id, gone.lease_type, gone.state);
    IF EXISTS (SELECT 1 FROM old_leases WHERE user_context IS NOT NULL) THEN
        UPDATE lease6_stat_by_client_class AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT class, l.lease_type, count(*) AS leases
                FROM old_leases AS l, lease_client_classes(l.user_context) AS class
                WHERE l.state = 0 GROUP BY 1, 2
            ) AS gone
            WHERE s.client_class = gone.class AND s.lease_type = gone.lease_type;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS lease6_AINS ON lease6;
CREATE TRIGGER lease6_AINS AFTER INSERT ON lease6 REFERENCING NEW TABLE AS new_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease6_created();
DROP TRIGGER IF EXISTS lease6_AUPD ON lease6;
CREATE TRIGGER lease6_AUPD AFTER UPDATE ON lease6 REFERENCING OLD TABLE AS old_leases NEW TABLE AS new_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease6_changed();
DROP TRIGGER IF EXISTS lease6_ADEL ON lease6;
CREATE TRIGGER lease6_ADEL AFTER DELETE ON lease6 REFERENCING OLD TABLE AS old_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease6_deleted();

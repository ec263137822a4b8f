-- How many leases of IPv4 are valid (state 0) and declined (1), by subnet; how many are valid, by each
-- class that is noted in user contexts.
--
-- Counted once a statement, not once a row: a server that writes many leases at a time changes each count once.

CREATE OR REPLACE FUNCTION count_lease4_created() RETURNS trigger AS $$
BEGIN
    INSERT INTO lease4_stat (subnet_id, state, leases)
        SELECT subnet_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (subnet_id, state) DO UPDATE
        SET leases = lease4_stat.leases + excluded.leases;
    IF EXISTS (SELECT 1 FROM new_leases WHERE user_context IS NOT NULL) THEN
        INSERT INTO lease4_stat_by_client_class (client_class, leases)
            SELECT class, count(*) FROM new_leases AS l, lease_client_classes(l.user_context) AS class
            WHERE l.state = 0 GROUP BY 1 ORDER BY 1
            ON CONFLICT (client_class) DO UPDATE
            SET leases = lease4_stat_by_client_class.leases + excluded.leases;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION count_lease4_changed() RETURNS trigger AS $$
BEGIN
    -- a renewal moves nothing from one count to another
    IF EXISTS (
        SELECT 1 FROM old_leases AS o JOIN new_leases AS n ON n.address = o.address
        WHERE (o.subnet_id, o.state)
            IS DISTINCT FROM (n.subnet_id, n.state)
    ) THEN
        UPDATE lease4_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2
            ) AS gone
            WHERE (s.subnet_id, s.state)
                = (gone.subnet_id, gone.state);
        INSERT INTO lease4_stat (subnet_id, state, leases)
            SELECT subnet_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (subnet_id, state) DO UPDATE
            SET leases = lease4_stat.leases + excluded.leases;
    END IF;
    IF EXISTS (
        SELECT 1 FROM old_leases AS o JOIN new_leases AS n ON n.address = o.address
        WHERE (o.state, o.user_context)
            IS DISTINCT FROM (n.state, n.user_context)
    ) THEN
        IF EXISTS (SELECT 1 FROM old_leases WHERE user_context IS NOT NULL) THEN
            UPDATE lease4_stat_by_client_class AS s SET leases = greatest(s.leases - gone.leases, 0)
                FROM (
                    SELECT class, count(*) AS leases
                    FROM old_leases AS l, lease_client_classes(l.user_context) AS class
                    WHERE l.state = 0 GROUP BY 1
                ) AS gone
                WHERE s.client_class = gone.class;
        END IF;
        IF EXISTS (SELECT 1 FROM new_leases WHERE user_context IS NOT NULL) THEN
            INSERT INTO lease4_stat_by_client_class (client_class, leases)
                SELECT class, count(*) FROM new_leases AS l, lease_client_classes(l.user_context) AS class
                WHERE l.state = 0 GROUP BY 1 ORDER BY 1
                ON CONFLICT (client_class) DO UPDATE
                SET leases = lease4_stat_by_client_class.leases + excluded.leases;
        END IF;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION count_lease4_deleted() RETURNS trigger AS $$
BEGIN
    UPDATE lease4_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
        FROM (
            SELECT subnet_id, state, count(*) AS leases FROM old_leases
            WHERE state IN (0, 1) GROUP BY 1, 2
        ) AS gone
        WHERE (s.subnet_id, s.state)
            = (gone.subnet_id, gone.state);
    IF EXISTS (SELECT 1 FROM old_leases WHERE user_context IS NOT NULL) THEN
        UPDATE lease4_stat_by_client_class AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT class, count(*) AS leases
                FROM old_leases AS l, lease_client_classes(l.user_context) AS class
                WHERE l.state = 0 GROUP BY 1
            ) AS gone
            WHERE s.client_class = gone.class;
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS lease4_AINS ON lease4;
CREATE TRIGGER lease4_AINS AFTER INSERT ON lease4 REFERENCING NEW TABLE AS new_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease4_created();
DROP TRIGGER IF EXISTS lease4_AUPD ON lease4;
CREATE TRIGGER lease4_AUPD AFTER UPDATE ON lease4 REFERENCING OLD TABLE AS old_leases NEW TABLE AS new_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease4_changed();
DROP TRIGGER IF EXISTS lease4_ADEL ON lease4;
CREATE TRIGGER lease4_ADEL AFTER DELETE ON lease4 REFERENCING OLD TABLE AS old_leases
    FOR EACH STATEMENT EXECUTE PROCEDURE count_lease4_deleted();

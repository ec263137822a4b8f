-- How many leases are valid and declined in each pool, besides what was counted before.

CREATE OR REPLACE FUNCTION count_lease4_created() RETURNS trigger AS $$
BEGIN
    INSERT INTO lease4_stat (subnet_id, state, leases)
        SELECT subnet_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (subnet_id, state) DO UPDATE
        SET leases = lease4_stat.leases + excluded.leases;
    INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
        SELECT subnet_id, pool_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (subnet_id, pool_id, state) DO UPDATE
        SET leases = lease4_pool_stat.leases + excluded.leases;
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
        WHERE (o.subnet_id, o.state, o.pool_id)
            IS DISTINCT FROM (n.subnet_id, n.state, n.pool_id)
    ) THEN
        UPDATE lease4_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2
            ) AS gone
            WHERE (s.subnet_id, s.state)
                = (gone.subnet_id, gone.state);
        UPDATE lease4_pool_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, pool_id, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2, 3
            ) AS gone
            WHERE (s.subnet_id, s.pool_id, s.state)
                = (gone.subnet_id, gone.pool_id, gone.state);
        INSERT INTO lease4_stat (subnet_id, state, leases)
            SELECT subnet_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (subnet_id, state) DO UPDATE
            SET leases = lease4_stat.leases + excluded.leases;
        INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
            SELECT subnet_id, pool_id, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (subnet_id, pool_id, state) DO UPDATE
            SET leases = lease4_pool_stat.leases + excluded.leases;
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
    UPDATE lease4_pool_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
        FROM (
            SELECT subnet_id, pool_id, state, count(*) AS leases FROM old_leases
            WHERE state IN (0, 1) GROUP BY 1, 2, 3
        ) AS gone
        WHERE (s.subnet_id, s.pool_id, s.state)
            = (gone.subnet_id, gone.pool_id, gone.state);
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

CREATE OR REPLACE FUNCTION count_lease6_created() RETURNS trigger AS $$
BEGIN
    INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
        SELECT subnet_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        ON CONFLICT (subnet_id, lease_type, state) DO UPDATE
        SET leases = lease6_stat.leases + excluded.leases;
    INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
        SELECT subnet_id, pool_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (subnet_id, pool_id, lease_type, state) DO UPDATE
        SET leases = lease6_pool_stat.leases + excluded.leases;
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
        WHERE (o.subnet_id, o.state, o.lease_type, o.pool_id)
            IS DISTINCT FROM (n.subnet_id, n.state, n.lease_type, n.pool_id)
    ) THEN
        UPDATE lease6_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, lease_type, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2, 3
            ) AS gone
            WHERE (s.subnet_id, s.lease_type, s.state)
                = (gone.subnet_id, gone.lease_type, gone.state);
        UPDATE lease6_pool_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
            FROM (
                SELECT subnet_id, pool_id, lease_type, state, count(*) AS leases FROM old_leases
                WHERE state IN (0, 1) GROUP BY 1, 2, 3, 4
            ) AS gone
            WHERE (s.subnet_id, s.pool_id, s.lease_type, s.state)
                = (gone.subnet_id, gone.pool_id, gone.lease_type, gone.state);
        INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
            SELECT subnet_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (subnet_id, lease_type, state) DO UPDATE
            SET leases = lease6_stat.leases + excluded.leases;
        INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
            SELECT subnet_id, pool_id, lease_type, state, count(*) FROM new_leases WHERE state IN (0, 1)
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (subnet_id, pool_id, lease_type, state) DO UPDATE
            SET leases = lease6_pool_stat.leases + excluded.leases;
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
    UPDATE lease6_pool_stat AS s SET leases = greatest(s.leases - gone.leases, 0)
        FROM (
            SELECT subnet_id, pool_id, lease_type, state, count(*) AS leases FROM old_leases
            WHERE state IN (0, 1) GROUP BY 1, 2, 3, 4
        ) AS gone
        WHERE (s.subnet_id, s.pool_id, s.lease_type, s.state)
            = (gone.subnet_id, gone.pool_id, gone.lease_type, gone.state);
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

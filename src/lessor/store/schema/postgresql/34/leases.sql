-- Leases: longer identifiers, addresses of IPv6 as numbers, pools, relays of bulk leasequery, the shared queue of free
-- addresses. Each block says when it has something to do, so that any earlier level can be brought up to this one.

-- what leases tell of relays is written anew in the end (relayfill.py)
-- while type lease6_relay_id.lease_addr character varying(39)
DROP TABLE lease6_relay_id;

-- while type lease6_remote_id.lease_addr character varying(39)
DROP TABLE lease6_remote_id;

-- unless table flq_pool4
CREATE TABLE flq_pool4 (
    id                    serial NOT NULL,
    start_address         bigint NOT NULL,
    end_address           bigint NOT NULL,
    last_returned_address bigint NOT NULL DEFAULT 0,
    subnet_id             bigint NOT NULL,
    created_ts            timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    modification_ts       timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id)
);
CREATE INDEX flq_pool4_by_subnet_id ON flq_pool4 (subnet_id);
CREATE UNIQUE INDEX flq_pool4_start_end_address ON flq_pool4 (start_address, end_address);

-- unless table flq_pool6
CREATE TABLE flq_pool6 (
    id                    serial NOT NULL,
    start_address         inet NOT NULL,
    end_address           inet NOT NULL,
    lease_type            smallint NOT NULL,
    delegated_len         smallint NOT NULL,
    last_returned_address inet NOT NULL DEFAULT '::',
    subnet_id             bigint NOT NULL,
    created_ts            timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    modification_ts       timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    CONSTRAINT fk_flq_pool6_lease6_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
);
CREATE INDEX flq_pool6_by_subnet_id ON flq_pool6 (subnet_id);
CREATE UNIQUE INDEX flq_pool6_start_end_address ON flq_pool6 (start_address, end_address);

-- unless table free_lease4
CREATE TABLE free_lease4 (
    address         bigint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (address)
);

-- unless table free_lease6
CREATE TABLE free_lease6 (
    address         inet NOT NULL,
    bin_address     bytea NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (address)
);
CREATE UNIQUE INDEX free_lease6_bin_address ON free_lease6 (bin_address);

-- unless column lease4.relay_id
ALTER TABLE lease4 ADD COLUMN relay_id bytea;

-- unless column lease4.remote_id
ALTER TABLE lease4 ADD COLUMN remote_id bytea;

-- unless column lease4.pool_id
ALTER TABLE lease4 ADD COLUMN pool_id bigint NOT NULL DEFAULT 0;

-- unless index lease4.lease4_by_relay_id
CREATE INDEX lease4_by_relay_id ON lease4 (relay_id);

-- unless index lease4.lease4_by_remote_id
CREATE INDEX lease4_by_remote_id ON lease4 (remote_id);

-- unless index lease4.lease4_by_state
CREATE INDEX lease4_by_state ON lease4 (state, subnet_id);

-- unless table lease4_pool_stat
CREATE TABLE lease4_pool_stat (
    subnet_id bigint NOT NULL,
    pool_id   bigint NOT NULL,
    state     bigint NOT NULL,
    leases    bigint,
    PRIMARY KEY (subnet_id, pool_id, state)
);

-- while type lease6.address character varying(39)
ALTER TABLE lease6 ALTER COLUMN address TYPE inet USING address::inet;

-- unless column lease6.pool_id
ALTER TABLE lease6 ADD COLUMN pool_id bigint NOT NULL DEFAULT 0;

-- unless index lease6.lease6_by_hwaddr
CREATE INDEX lease6_by_hwaddr ON lease6 (hwaddr);

-- unless index lease6.lease6_by_state
CREATE INDEX lease6_by_state ON lease6 (state, subnet_id);

-- unless index lease6.lease6_by_subnet_id_address
CREATE INDEX lease6_by_subnet_id_address ON lease6 (subnet_id, address);

-- unless table lease6_pool_stat
CREATE TABLE lease6_pool_stat (
    subnet_id  bigint NOT NULL,
    pool_id    bigint NOT NULL,
    lease_type smallint NOT NULL,
    state      bigint NOT NULL,
    leases     bigint,
    PRIMARY KEY (subnet_id, pool_id, lease_type, state)
);

-- unless table lease6_relay_id
CREATE TABLE lease6_relay_id (
    extended_info_id serial NOT NULL,
    relay_id         bytea NOT NULL,
    lease_addr       inet NOT NULL,
    PRIMARY KEY (extended_info_id),
    CONSTRAINT fk_lease6_relay_id_addr FOREIGN KEY (lease_addr) REFERENCES lease6(address) ON DELETE CASCADE
);
CREATE INDEX lease6_relay_id_by_address ON lease6_relay_id (lease_addr);
CREATE INDEX lease6_relay_id_by_id ON lease6_relay_id (relay_id, lease_addr);

-- unless table lease6_remote_id
CREATE TABLE lease6_remote_id (
    extended_info_id serial NOT NULL,
    remote_id        bytea NOT NULL,
    lease_addr       inet NOT NULL,
    PRIMARY KEY (extended_info_id),
    CONSTRAINT fk_lease6_remote_id_addr FOREIGN KEY (lease_addr) REFERENCES lease6(address) ON DELETE CASCADE
);
CREATE INDEX lease6_remote_id_by_address ON lease6_remote_id (lease_addr);
CREATE INDEX lease6_remote_id_by_id ON lease6_remote_id (remote_id, lease_addr);

-- always: counted anew, by pools too
DELETE FROM lease4_pool_stat;
INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
    SELECT subnet_id, pool_id, state, count(*) FROM lease4 WHERE state IN (0, 1) GROUP BY subnet_id, pool_id, state;
DELETE FROM lease6_pool_stat;
INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
    SELECT subnet_id, pool_id, lease_type, state, count(*) FROM lease6 WHERE state IN (0, 1)
    GROUP BY subnet_id, pool_id, lease_type, state;

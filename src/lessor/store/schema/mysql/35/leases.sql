-- Leases: longer identifiers, addresses of IPv6 as numbers, pools, relays of bulk leasequery, the shared queue of free
-- addresses. Each block says when it has something to do, so that any earlier level can be brought up to this one.

-- what leases tell of relays is written anew in the end (relayfill.py)
-- while type lease6_relay_id.lease_addr varchar(39)
DROP TABLE lease6_relay_id;

-- while type lease6_remote_id.lease_addr varchar(39)
DROP TABLE lease6_remote_id;

-- unless table flq_pool4
CREATE TABLE flq_pool4 (
    id                    bigint unsigned NOT NULL AUTO_INCREMENT,
    start_address         int unsigned NOT NULL,
    end_address           int unsigned NOT NULL,
    last_returned_address int unsigned DEFAULT 0,
    subnet_id             int unsigned NOT NULL,
    created_ts            timestamp NULL DEFAULT CURRENT_TIMESTAMP,
    modification_ts       timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    UNIQUE KEY flq_pool4_address_range (start_address, end_address),
    KEY flq_pool4_by_subnet_id (subnet_id)
) ENGINE=InnoDB;

-- unless table flq_pool6
CREATE TABLE flq_pool6 (
    id                    bigint unsigned NOT NULL AUTO_INCREMENT,
    start_address         varchar(45) NOT NULL,
    end_address           varchar(45) NOT NULL,
    lease_type            tinyint,
    delegated_len         tinyint unsigned,
    last_returned_address varchar(45) DEFAULT '::',
    subnet_id             int unsigned NOT NULL,
    created_ts            timestamp NULL DEFAULT CURRENT_TIMESTAMP,
    modification_ts       timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    KEY fk_flq_pool6_lease6_type (lease_type),
    KEY flq_pool6_by_subnet_id (subnet_id),
    UNIQUE KEY start_address (start_address, end_address),
    CONSTRAINT fk_flq_pool6_lease6_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
) ENGINE=InnoDB;

-- unless table free_lease4
CREATE TABLE free_lease4 (
    address         int unsigned NOT NULL,
    modification_ts timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (address)
) ENGINE=InnoDB;

-- unless table free_lease6
CREATE TABLE free_lease6 (
    address         varchar(45) NOT NULL,
    bin_address     binary(16) NOT NULL,
    modification_ts timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (address),
    UNIQUE KEY bin_address (bin_address)
) ENGINE=InnoDB;

-- while type lease4.client_id varbinary(128)
ALTER TABLE lease4 MODIFY client_id varbinary(255);

-- unless column lease4.relay_id
ALTER TABLE lease4 ADD COLUMN relay_id varbinary(255);

-- unless column lease4.remote_id
ALTER TABLE lease4 ADD COLUMN remote_id varbinary(255);

-- unless column lease4.pool_id
ALTER TABLE lease4 ADD COLUMN pool_id int unsigned NOT NULL DEFAULT 0;

-- unless index lease4.lease4_by_relay_id
CREATE INDEX lease4_by_relay_id ON lease4 (relay_id);

-- unless index lease4.lease4_by_remote_id
CREATE INDEX lease4_by_remote_id ON lease4 (remote_id);

-- unless index lease4.lease4_by_state
CREATE INDEX lease4_by_state ON lease4 (state, subnet_id);

-- while index lease4.fk_lease4_state
DROP INDEX fk_lease4_state ON lease4;

-- unless table lease4_pool_stat
CREATE TABLE lease4_pool_stat (
    subnet_id int unsigned NOT NULL,
    pool_id   int unsigned NOT NULL,
    state     int unsigned NOT NULL,
    leases    bigint,
    PRIMARY KEY (subnet_id, pool_id, state)
) ENGINE=InnoDB;

-- while type lease6.address varchar(39)
-- unless column lease6.binary_address
ALTER TABLE lease6 ADD COLUMN binary_address binary(16);

-- while column lease6.binary_address
UPDATE lease6 SET binary_address = INET6_ATON(address);
ALTER TABLE lease6 DROP PRIMARY KEY, DROP COLUMN address,
    CHANGE binary_address address binary(16) NOT NULL FIRST, ADD PRIMARY KEY (address);

-- while type lease6.duid varbinary(128)
ALTER TABLE lease6 MODIFY duid varbinary(130);

-- unless column lease6.pool_id
ALTER TABLE lease6 ADD COLUMN pool_id int unsigned NOT NULL DEFAULT 0;

-- unless index lease6.lease6_by_hwaddr
CREATE INDEX lease6_by_hwaddr ON lease6 (hwaddr);

-- unless index lease6.lease6_by_state
CREATE INDEX lease6_by_state ON lease6 (state, subnet_id);

-- unless index lease6.lease6_by_subnet_id_address
CREATE INDEX lease6_by_subnet_id_address ON lease6 (subnet_id, address);

-- while index lease6.fk_lease6_state
DROP INDEX fk_lease6_state ON lease6;

-- unless table lease6_pool_stat
CREATE TABLE lease6_pool_stat (
    subnet_id  int unsigned NOT NULL,
    pool_id    int unsigned NOT NULL,
    lease_type int unsigned NOT NULL,
    state      int unsigned NOT NULL,
    leases     bigint,
    PRIMARY KEY (subnet_id, pool_id, lease_type, state)
) ENGINE=InnoDB;

-- unless table lease6_relay_id
CREATE TABLE lease6_relay_id (
    extended_info_id int unsigned NOT NULL AUTO_INCREMENT,
    relay_id         varbinary(130) NOT NULL,
    lease_addr       binary(16) NOT NULL,
    PRIMARY KEY (extended_info_id),
    KEY key_lease6_relay_id_by_address (lease_addr),
    KEY key_lease6_relay_id_by_id (relay_id, lease_addr),
    CONSTRAINT fk_lease6_relay_id_addr FOREIGN KEY (lease_addr)
        REFERENCES lease6(address) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

-- unless table lease6_remote_id
CREATE TABLE lease6_remote_id (
    extended_info_id int unsigned NOT NULL AUTO_INCREMENT,
    remote_id        varbinary(255) NOT NULL,
    lease_addr       binary(16) NOT NULL,
    PRIMARY KEY (extended_info_id),
    KEY key_lease6_remote_id_by_address (lease_addr),
    KEY key_lease6_remote_id_by_id (remote_id, lease_addr),
    CONSTRAINT fk_lease6_remote_id_addr FOREIGN KEY (lease_addr)
        REFERENCES lease6(address) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

-- always: counted anew, by pools too
DELETE FROM lease4_pool_stat;
INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
    SELECT subnet_id, pool_id, state, count(*) FROM lease4 WHERE state IN (0, 1) GROUP BY subnet_id, pool_id, state;
DELETE FROM lease6_pool_stat;
INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
    SELECT subnet_id, pool_id, lease_type, state, count(*) FROM lease6 WHERE state IN (0, 1)
    GROUP BY subnet_id, pool_id, lease_type, state;

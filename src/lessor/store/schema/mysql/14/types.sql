-- What the numbers in other tables mean, and the version of the schema.

CREATE TABLE dhcp_option_scope (
    scope_id   tinyint unsigned NOT NULL,
    scope_name varchar(32),
    PRIMARY KEY (scope_id)
) ENGINE=InnoDB;
INSERT INTO dhcp_option_scope (scope_id, scope_name) VALUES
    (0, 'global'),
    (1, 'subnet'),
    (2, 'client-class'),
    (3, 'host'),
    (4, 'shared-network'),
    (5, 'pool'),
    (6, 'pd-pool');

CREATE TABLE host_identifier_type (
    type tinyint NOT NULL,
    name varchar(32),
    PRIMARY KEY (type)
) ENGINE=InnoDB;
INSERT INTO host_identifier_type (type, name) VALUES
    (0, 'hw-address'),
    (1, 'duid'),
    (2, 'circuit-id'),
    (3, 'client-id'),
    (4, 'flex-id');

CREATE TABLE lease6_types (
    lease_type tinyint NOT NULL,
    name       varchar(5),
    PRIMARY KEY (lease_type)
) ENGINE=InnoDB;
INSERT INTO lease6_types (lease_type, name) VALUES
    (0, 'IA_NA'),
    (1, 'IA_TA'),
    (2, 'IA_PD');

CREATE TABLE lease_hwaddr_source (
    hwaddr_source int unsigned NOT NULL,
    name          varchar(40),
    PRIMARY KEY (hwaddr_source)
) ENGINE=InnoDB;
INSERT INTO lease_hwaddr_source (hwaddr_source, name) VALUES
    (0, 'HWADDR_SOURCE_UNKNOWN'),
    (1, 'HWADDR_SOURCE_RAW'),
    (2, 'HWADDR_SOURCE_IPV6_LINK_LOCAL'),
    (4, 'HWADDR_SOURCE_DUID'),
    (8, 'HWADDR_SOURCE_CLIENT_ADDR_RELAY_OPTION'),
    (16, 'HWADDR_SOURCE_REMOTE_ID'),
    (32, 'HWADDR_SOURCE_SUBSCRIBER_ID'),
    (64, 'HWADDR_SOURCE_DOCSIS_CMTS'),
    (128, 'HWADDR_SOURCE_DOCSIS_MODEM');

CREATE TABLE lease_state (
    state int unsigned NOT NULL,
    name  varchar(64) NOT NULL,
    PRIMARY KEY (state)
) ENGINE=InnoDB;
INSERT INTO lease_state (state, name) VALUES
    (0, 'default'),
    (1, 'declined'),
    (2, 'expired-reclaimed');

-- The forensic log.
CREATE TABLE logs (
    `timestamp` timestamp NULL DEFAULT CURRENT_TIMESTAMP,
    address     varchar(43),
    log         text NOT NULL,
    id          int unsigned NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id),
    KEY timestamp_index (timestamp)
) ENGINE=InnoDB;

CREATE TABLE modification (
    id                tinyint NOT NULL,
    modification_type varchar(32) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO modification (id, modification_type) VALUES
    (0, 'create'),
    (1, 'update'),
    (2, 'delete');

CREATE TABLE parameter_data_type (
    id   tinyint unsigned NOT NULL,
    name varchar(32) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO parameter_data_type (id, name) VALUES
    (0, 'integer'),
    (1, 'real'),
    (2, 'boolean'),
    (4, 'string');

-- One row: which servers may use this database.
CREATE TABLE schema_version (
    version int NOT NULL,
    minor   int,
    PRIMARY KEY (version)
) ENGINE=InnoDB;

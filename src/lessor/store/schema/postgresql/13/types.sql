-- What the numbers in other tables mean, and the version of the schema.

CREATE TABLE ddns_replace_client_name_types (
    type bigint NOT NULL,
    name varchar(32),
    PRIMARY KEY (type)
);
INSERT INTO ddns_replace_client_name_types (type, name) VALUES
    (0, 'RCM_NEVER'),
    (1, 'RCM_ALWAYS'),
    (2, 'RCM_WHEN_PRESENT'),
    (3, 'RCM_WHEN_NOT_PRESENT');

CREATE TABLE dhcp_option_scope (
    scope_id   smallint NOT NULL,
    scope_name varchar(32) DEFAULT NULL,
    PRIMARY KEY (scope_id)
);
INSERT INTO dhcp_option_scope (scope_id, scope_name) VALUES
    (0, 'global'),
    (1, 'subnet'),
    (2, 'client-class'),
    (3, 'host'),
    (4, 'shared-network'),
    (5, 'pool'),
    (6, 'pd-pool');

CREATE TABLE host_identifier_type (
    type smallint NOT NULL,
    name varchar(32) DEFAULT NULL,
    PRIMARY KEY (type)
);
INSERT INTO host_identifier_type (type, name) VALUES
    (0, 'hw-address'),
    (1, 'duid'),
    (2, 'circuit-id'),
    (3, 'client-id'),
    (4, 'flex-id');

CREATE TABLE lease6_types (
    lease_type smallint NOT NULL,
    name       varchar(5),
    PRIMARY KEY (lease_type)
);
INSERT INTO lease6_types (lease_type, name) VALUES
    (0, 'IA_NA'),
    (1, 'IA_TA'),
    (2, 'IA_PD');

CREATE TABLE lease_hwaddr_source (
    hwaddr_source integer NOT NULL,
    name          varchar(40) DEFAULT NULL,
    PRIMARY KEY (hwaddr_source)
);
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
    state bigint NOT NULL,
    name  varchar(64) NOT NULL,
    PRIMARY KEY (state)
);
INSERT INTO lease_state (state, name) VALUES
    (0, 'default'),
    (1, 'declined'),
    (2, 'expired-reclaimed');

-- The forensic log.
CREATE TABLE logs (
    timestamp timestamptz DEFAULT CURRENT_TIMESTAMP,
    address   varchar(43),
    log       text NOT NULL
);
CREATE INDEX address_id ON logs (address);
CREATE INDEX timestamp_id ON logs ("timestamp");

CREATE TABLE modification (
    id                smallint NOT NULL,
    modification_type varchar(32) NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO modification (id, modification_type) VALUES
    (0, 'create'),
    (1, 'update'),
    (2, 'delete');

CREATE TABLE parameter_data_type (
    id   smallint NOT NULL,
    name varchar(32) NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO parameter_data_type (id, name) VALUES
    (0, 'integer'),
    (1, 'real'),
    (2, 'boolean'),
    (4, 'string');

-- One row: which servers may use this database.
CREATE TABLE schema_version (
    version integer NOT NULL,
    minor   integer,
    PRIMARY KEY (version)
);

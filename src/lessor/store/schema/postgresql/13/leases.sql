-- Leases, and how many there are of each sort.

-- Leases of IPv4; `expire` is the end, from which and from valid_lifetime the begin is counted back.
CREATE TABLE lease4 (
    address        bigint NOT NULL,
    hwaddr         bytea,
    client_id      bytea,
    valid_lifetime bigint,
    expire         timestamptz,
    subnet_id      bigint,
    fqdn_fwd       boolean,
    fqdn_rev       boolean,
    hostname       varchar(255),
    state          bigint DEFAULT 0,
    user_context   text,
    PRIMARY KEY (address),
    CONSTRAINT fk_lease4_state FOREIGN KEY (state) REFERENCES lease_state(state)
);
CREATE INDEX lease4_by_client_id_subnet_id ON lease4 (client_id, subnet_id);
CREATE INDEX lease4_by_hostname ON lease4 (lower(hostname)) WHERE hostname IS NOT NULL;
CREATE INDEX lease4_by_hwaddr_subnet_id ON lease4 (hwaddr, subnet_id);
CREATE INDEX lease4_by_state_expire ON lease4 (state, expire);
CREATE INDEX lease4_by_subnet_id ON lease4 (subnet_id);

-- How many leases there are of each state; kept by triggers.
CREATE TABLE lease4_stat (
    subnet_id bigint NOT NULL,
    state     bigint NOT NULL,
    leases    bigint,
    PRIMARY KEY (subnet_id, state)
);

CREATE TABLE lease4_stat_by_client_class (
    client_class varchar(128) NOT NULL,
    leases       bigint NOT NULL,
    PRIMARY KEY (client_class)
);

-- Leases of IPv6: addresses (lease_type 0) and prefixes (2).
CREATE TABLE lease6 (
    address        varchar(39) NOT NULL,
    duid           bytea,
    valid_lifetime bigint,
    expire         timestamptz,
    subnet_id      bigint,
    pref_lifetime  bigint,
    lease_type     smallint,
    iaid           integer,
    prefix_len     smallint,
    fqdn_fwd       boolean,
    fqdn_rev       boolean,
    hostname       varchar(255),
    state          bigint DEFAULT 0,
    hwaddr         bytea,
    hwtype         smallint,
    hwaddr_source  smallint,
    user_context   text,
    PRIMARY KEY (address),
    CONSTRAINT fk_lease6_state FOREIGN KEY (state) REFERENCES lease_state(state),
    CONSTRAINT fk_lease6_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
);
CREATE INDEX lease6_by_duid_iaid_subnet_id ON lease6 (duid, iaid, subnet_id);
CREATE INDEX lease6_by_hostname ON lease6 (lower(hostname)) WHERE hostname IS NOT NULL;
CREATE INDEX lease6_by_state_expire ON lease6 (state, expire);
CREATE INDEX lease6_by_subnet_id_lease_type ON lease6 (subnet_id, lease_type);

-- How many leases there are of each type and state; kept by triggers.
CREATE TABLE lease6_stat (
    subnet_id  bigint NOT NULL,
    lease_type smallint NOT NULL,
    state      bigint NOT NULL,
    leases     bigint,
    PRIMARY KEY (subnet_id, lease_type, state)
);

CREATE TABLE lease6_stat_by_client_class (
    client_class varchar(128) NOT NULL,
    lease_type   smallint NOT NULL,
    leases       bigint NOT NULL,
    PRIMARY KEY (client_class, lease_type),
    CONSTRAINT fk_lease6_stat_by_client_class_lease_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
);

-- Leases, and how many there are of each sort.

-- Leases of IPv4; `expire` is the end, from which and from valid_lifetime the begin is counted back.
CREATE TABLE lease4 (
    address        int unsigned NOT NULL,
    hwaddr         varbinary(20),
    client_id      varbinary(128),
    valid_lifetime int unsigned,
    expire         timestamp NULL,
    subnet_id      int unsigned,
    fqdn_fwd       tinyint(1),
    fqdn_rev       tinyint(1),
    hostname       varchar(255),
    state          int unsigned DEFAULT 0,
    user_context   text,
    PRIMARY KEY (address),
    KEY fk_lease4_state (state),
    KEY lease4_by_client_id_subnet_id (client_id, subnet_id),
    KEY lease4_by_expire_state (expire, state),
    KEY lease4_by_hostname (hostname),
    KEY lease4_by_hwaddr_subnet_id (hwaddr, subnet_id),
    KEY lease4_by_subnet_id (subnet_id),
    CONSTRAINT fk_lease4_state FOREIGN KEY (state) REFERENCES lease_state(state)
) ENGINE=InnoDB;

-- How many leases there are of each state; kept by triggers.
CREATE TABLE lease4_stat (
    subnet_id int unsigned NOT NULL,
    state     int unsigned NOT NULL,
    leases    bigint,
    PRIMARY KEY (subnet_id, state)
) ENGINE=InnoDB;

CREATE TABLE lease4_stat_by_client_class (
    client_class varchar(128) NOT NULL,
    leases       bigint unsigned NOT NULL,
    PRIMARY KEY (client_class)
) ENGINE=InnoDB;

-- Leases of IPv6: addresses (lease_type 0) and prefixes (2).
CREATE TABLE lease6 (
    address        varchar(39) NOT NULL,
    duid           varbinary(128),
    valid_lifetime int unsigned,
    expire         timestamp NULL,
    subnet_id      int unsigned,
    pref_lifetime  int unsigned,
    lease_type     tinyint,
    iaid           int unsigned,
    prefix_len     tinyint unsigned,
    fqdn_fwd       tinyint(1),
    fqdn_rev       tinyint(1),
    hostname       varchar(255),
    hwaddr         varbinary(20),
    hwtype         smallint unsigned,
    hwaddr_source  int unsigned,
    state          int unsigned DEFAULT 0,
    user_context   text,
    PRIMARY KEY (address),
    KEY fk_lease6_hwaddr_source (hwaddr_source),
    KEY fk_lease6_state (state),
    KEY fk_lease6_type (lease_type),
    KEY lease6_by_duid_iaid_subnet_id (duid, iaid, subnet_id),
    KEY lease6_by_expire_state (expire, state),
    KEY lease6_by_hostname (hostname),
    KEY lease6_by_subnet_id_lease_type (subnet_id, lease_type),
    CONSTRAINT fk_lease6_hwaddr_source FOREIGN KEY (hwaddr_source) REFERENCES lease_hwaddr_source(hwaddr_source),
    CONSTRAINT fk_lease6_state FOREIGN KEY (state) REFERENCES lease_state(state),
    CONSTRAINT fk_lease6_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
) ENGINE=InnoDB;

-- How many leases there are of each type and state; kept by triggers.
CREATE TABLE lease6_stat (
    subnet_id  int unsigned NOT NULL,
    lease_type int unsigned NOT NULL,
    state      int unsigned NOT NULL,
    leases     bigint,
    PRIMARY KEY (subnet_id, lease_type, state)
) ENGINE=InnoDB;

CREATE TABLE lease6_stat_by_client_class (
    client_class varchar(128) NOT NULL,
    lease_type   tinyint NOT NULL,
    leases       bigint unsigned NOT NULL,
    PRIMARY KEY (client_class, lease_type),
    KEY fk_lease6_stat_by_client_class_lease_type (lease_type),
    CONSTRAINT fk_lease6_stat_by_client_class_lease_type FOREIGN KEY (lease_type) REFERENCES lease6_types(lease_type)
) ENGINE=InnoDB;

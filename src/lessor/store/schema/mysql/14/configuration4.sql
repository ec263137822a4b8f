-- Configuration of DHCPv4 servers, its options, and who changed what.

CREATE TABLE dhcp4_audit_revision (
    id              bigint unsigned NOT NULL AUTO_INCREMENT,
    modification_ts timestamp NOT NULL,
    log_message     text,
    server_id       bigint unsigned,
    PRIMARY KEY (id),
    KEY key_dhcp4_audit_revision_by_modification_ts (modification_ts)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_audit (
    id                bigint unsigned NOT NULL AUTO_INCREMENT,
    object_type       varchar(256) NOT NULL,
    object_id         bigint unsigned NOT NULL,
    modification_type tinyint(1) NOT NULL,
    revision_id       bigint unsigned NOT NULL,
    PRIMARY KEY (id),
    KEY fk_dhcp4_audit_modification_type (modification_type),
    KEY fk_dhcp4_audit_revision (revision_id),
    CONSTRAINT fk_dhcp4_audit_modification_type FOREIGN KEY (modification_type)
        REFERENCES modification(id) ON UPDATE NO ACTION ON DELETE NO ACTION,
    CONSTRAINT fk_dhcp4_audit_revision FOREIGN KEY (revision_id)
        REFERENCES dhcp4_audit_revision(id) ON UPDATE CASCADE ON DELETE NO ACTION
) ENGINE=InnoDB;

CREATE TABLE dhcp4_client_class (
    id                       bigint unsigned NOT NULL AUTO_INCREMENT,
    name                     varchar(128) NOT NULL,
    test                     text,
    next_server              int unsigned,
    server_hostname          varchar(128),
    boot_file_name           varchar(512),
    only_if_required         tinyint NOT NULL DEFAULT 0,
    valid_lifetime           int,
    min_valid_lifetime       int,
    max_valid_lifetime       int,
    depend_on_known_directly tinyint NOT NULL DEFAULT 0,
    follow_class_name        varchar(128),
    modification_ts          timestamp NOT NULL,
    user_context             longtext,
    PRIMARY KEY (id),
    UNIQUE KEY id_UNIQUE (id),
    KEY key_dhcp4_client_class_modification_ts (modification_ts),
    UNIQUE KEY name_UNIQUE (name)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_client_class_dependency (
    class_id      bigint unsigned NOT NULL,
    dependency_id bigint unsigned NOT NULL,
    PRIMARY KEY (class_id, dependency_id),
    KEY dhcp4_client_class_dependency_id_idx (dependency_id),
    CONSTRAINT dhcp4_client_class_class_id FOREIGN KEY (class_id) REFERENCES dhcp4_client_class(id) ON DELETE CASCADE,
    CONSTRAINT dhcp4_client_class_dependency_id FOREIGN KEY (dependency_id) REFERENCES dhcp4_client_class(id)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_client_class_order (
    class_id                   bigint unsigned NOT NULL,
    order_index                bigint unsigned NOT NULL,
    depend_on_known_indirectly tinyint NOT NULL DEFAULT 0,
    PRIMARY KEY (class_id),
    KEY key_dhcp4_client_class_order_index (order_index),
    CONSTRAINT fk_dhcp4_client_class_order_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp4_client_class(id) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_server (
    id              bigint unsigned NOT NULL AUTO_INCREMENT,
    tag             varchar(64) NOT NULL,
    description     text,
    modification_ts timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY dhcp4_server_tag_UNIQUE (tag),
    KEY key_dhcp4_server_modification_ts (modification_ts)
) ENGINE=InnoDB;
INSERT INTO dhcp4_server (tag, description, modification_ts) VALUES
    ('all', 'special type: all servers', CURRENT_TIMESTAMP);

CREATE TABLE dhcp4_client_class_server (
    class_id        bigint unsigned NOT NULL,
    server_id       bigint unsigned NOT NULL,
    modification_ts timestamp NULL,
    PRIMARY KEY (class_id, server_id),
    KEY fk_dhcp4_client_class_server_id (server_id),
    CONSTRAINT fk_dhcp4_client_class_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp4_client_class(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_client_class_server_id FOREIGN KEY (server_id) REFERENCES dhcp4_server(id)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_global_parameter (
    id              bigint unsigned NOT NULL AUTO_INCREMENT,
    name            varchar(128) NOT NULL,
    `value`         longtext NOT NULL,
    modification_ts timestamp NOT NULL,
    parameter_type  tinyint unsigned NOT NULL,
    PRIMARY KEY (id),
    KEY fk_dhcp4_global_parameter_type (parameter_type),
    KEY key_dhcp4_global_parameter_modification_ts (modification_ts),
    KEY key_dhcp4_global_parameter_name (name),
    CONSTRAINT fk_dhcp4_global_parameter_type FOREIGN KEY (parameter_type) REFERENCES parameter_data_type(id)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_global_parameter_server (
    parameter_id    bigint unsigned NOT NULL,
    server_id       bigint unsigned NOT NULL,
    modification_ts timestamp NOT NULL,
    PRIMARY KEY (parameter_id, server_id),
    KEY fk_dhcp4_global_parameter_server_server_id (server_id),
    KEY key_dhcp4_global_parameter_server (modification_ts),
    CONSTRAINT fk_dhcp4_global_parameter_server_parameter_id FOREIGN KEY (parameter_id)
        REFERENCES dhcp4_global_parameter(id) ON UPDATE NO ACTION ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_global_parameter_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp4_server(id) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_option_def (
    id              bigint unsigned NOT NULL AUTO_INCREMENT,
    code            smallint unsigned NOT NULL,
    name            varchar(128) NOT NULL,
    `space`         varchar(128) NOT NULL,
    type            tinyint unsigned NOT NULL,
    modification_ts timestamp NOT NULL,
    is_array        tinyint(1) NOT NULL,
    encapsulate     varchar(128) NOT NULL,
    record_types    varchar(512),
    user_context    longtext,
    class_id        bigint unsigned,
    PRIMARY KEY (id),
    KEY fk_dhcp4_option_def_client_class_id (class_id),
    KEY key_dhcp4_option_def_code_space (code, space),
    KEY key_dhcp4_option_def_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_option_def_client_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp4_client_class(id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_option_def_server (
    option_def_id   bigint unsigned NOT NULL,
    server_id       bigint unsigned NOT NULL,
    modification_ts timestamp NOT NULL,
    PRIMARY KEY (option_def_id, server_id),
    KEY fk_dhcp4_option_def_server_server_id_idx (server_id),
    KEY key_dhcp4_option_def_server_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_option_def_server_option_def_id FOREIGN KEY (option_def_id)
        REFERENCES dhcp4_option_def(id) ON UPDATE NO ACTION ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_option_def_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp4_server(id) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_shared_network (
    id                          bigint unsigned NOT NULL AUTO_INCREMENT,
    name                        varchar(128) NOT NULL,
    client_class                varchar(128),
    `interface`                 varchar(128),
    match_client_id             tinyint(1),
    modification_ts             timestamp NOT NULL,
    rebind_timer                int,
    relay                       longtext,
    renew_timer                 int,
    require_client_classes      longtext,
    user_context                longtext,
    valid_lifetime              int,
    authoritative               tinyint(1),
    calculate_tee_times         tinyint(1),
    t1_percent                  float,
    t2_percent                  float,
    boot_file_name              varchar(512),
    next_server                 int unsigned,
    server_hostname             varchar(512),
    min_valid_lifetime          int,
    max_valid_lifetime          int,
    ddns_send_updates           tinyint(1),
    ddns_override_no_update     tinyint(1),
    ddns_override_client_update tinyint(1),
    ddns_replace_client_name    tinyint,
    ddns_generated_prefix       varchar(255),
    ddns_qualifying_suffix      varchar(255),
    reservations_global         tinyint(1),
    reservations_in_subnet      tinyint(1),
    reservations_out_of_pool    tinyint(1),
    cache_threshold             float,
    cache_max_age               int,
    PRIMARY KEY (id),
    KEY key_dhcp4_shared_network_modification_ts (modification_ts),
    UNIQUE KEY name_UNIQUE (name)
) ENGINE=InnoDB;

CREATE TABLE dhcp4_subnet (
    subnet_id                   int unsigned NOT NULL,
    subnet_prefix               varchar(32) NOT NULL,
    `4o6_interface`             varchar(128),
    `4o6_interface_id`          varchar(128),
    `4o6_subnet`                varchar(64),
    boot_file_name              varchar(512),
    client_class                varchar(128),
    `interface`                 varchar(128),
    match_client_id             tinyint(1),
    modification_ts             timestamp NOT NULL,
    next_server                 int unsigned,
    rebind_timer                int,
    relay                       longtext,
    renew_timer                 int,
    require_client_classes      longtext,
    server_hostname             varchar(512),
    shared_network_name         varchar(128),
    user_context                longtext,
    valid_lifetime              int,
    authoritative               tinyint(1),
    calculate_tee_times         tinyint(1),
    t1_percent                  float,
    t2_percent                  float,
    min_valid_lifetime          int,
    max_valid_lifetime          int,
    ddns_send_updates           tinyint(1),
    ddns_override_no_update     tinyint(1),
    ddns_override_client_update tinyint(1),
    ddns_replace_client_name    tinyint,
    ddns_generated_prefix       varchar(255),
    ddns_qualifying_suffix      varchar(255),
    reservations_global         tinyint(1),
    reservations_in_subnet      tinyint(1),
    reservations_out_of_pool    tinyint(1),
    cache_threshold             float,
    cache_max_age               int,
    PRIMARY KEY (subnet_id),
    KEY fk_dhcp4_subnet_shared_network (shared_network_name),
    KEY key_dhcp4_subnet_modification_ts (modification_ts),
    UNIQUE KEY subnet4_subnet_prefix (subnet_prefix),
    CONSTRAINT fk_dhcp4_subnet_shared_network FOREIGN KEY (shared_network_name)
        REFERENCES dhcp4_shared_network(name) ON UPDATE NO ACTION ON DELETE NO ACTION
) ENGINE=InnoDB;

CREATE TABLE dhcp4_pool (
    id                     bigint unsigned NOT NULL AUTO_INCREMENT,
    start_address          int unsigned NOT NULL,
    end_address            int unsigned NOT NULL,
    subnet_id              int unsigned NOT NULL,
    modification_ts        timestamp NOT NULL,
    client_class           varchar(128),
    require_client_classes longtext,
    user_context           longtext,
    PRIMARY KEY (id),
    KEY fk_dhcp4_pool_subnet_id (subnet_id),
    KEY key_dhcp4_pool_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_pool_subnet_id FOREIGN KEY (subnet_id)
        REFERENCES dhcp4_subnet(subnet_id) ON UPDATE CASCADE ON DELETE NO ACTION
) ENGINE=InnoDB;

CREATE TABLE dhcp4_options (
    option_id           bigint unsigned NOT NULL AUTO_INCREMENT,
    code                tinyint unsigned NOT NULL,
    `value`             blob,
    formatted_value     text,
    `space`             varchar(128),
    persistent          tinyint(1) NOT NULL DEFAULT 0,
    dhcp_client_class   varchar(128),
    dhcp4_subnet_id     int unsigned,
    host_id             int unsigned,
    scope_id            tinyint unsigned NOT NULL,
    user_context        text,
    shared_network_name varchar(128),
    pool_id             bigint unsigned,
    modification_ts     timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (option_id),
    KEY fk_dhcp4_options_client_class (dhcp_client_class),
    KEY fk_dhcp4_options_pool (pool_id),
    KEY fk_dhcp4_options_shared_network (shared_network_name),
    KEY fk_dhcp4_options_subnet (dhcp4_subnet_id),
    KEY fk_dhcp4_option_scope (scope_id),
    KEY fk_options_host1_idx (host_id),
    UNIQUE KEY option_id_UNIQUE (option_id),
    CONSTRAINT fk_dhcp4_options_client_class FOREIGN KEY (dhcp_client_class)
        REFERENCES dhcp4_client_class(name) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_options_Host FOREIGN KEY (host_id)
        REFERENCES hosts(host_id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_options_pool FOREIGN KEY (pool_id)
        REFERENCES dhcp4_pool(id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_options_shared_network FOREIGN KEY (shared_network_name)
        REFERENCES dhcp4_shared_network(name) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_options_subnet FOREIGN KEY (dhcp4_subnet_id)
        REFERENCES dhcp4_subnet(subnet_id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_option_scope FOREIGN KEY (scope_id) REFERENCES dhcp_option_scope(scope_id),
    CONSTRAINT fk_options_host1 FOREIGN KEY (host_id)
        REFERENCES hosts(host_id) ON UPDATE NO ACTION ON DELETE NO ACTION
) ENGINE=InnoDB;

CREATE TABLE dhcp4_options_server (
    option_id       bigint unsigned NOT NULL,
    server_id       bigint unsigned NOT NULL,
    modification_ts timestamp NOT NULL,
    PRIMARY KEY (option_id, server_id),
    KEY fk_dhcp4_options_server_server_id (server_id),
    KEY key_dhcp4_options_server_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_options_server_option_id FOREIGN KEY (option_id)
        REFERENCES dhcp4_options(option_id) ON UPDATE NO ACTION ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_options_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp4_server(id) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_shared_network_server (
    shared_network_id bigint unsigned NOT NULL,
    server_id         bigint unsigned NOT NULL,
    modification_ts   timestamp NOT NULL,
    PRIMARY KEY (shared_network_id, server_id),
    KEY fk_dhcp4_shared_network_server_server_id (server_id),
    KEY key_dhcp4_shared_network_server_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_shared_network_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp4_server(id) ON UPDATE NO ACTION ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_shared_network_server_shared_network_id FOREIGN KEY (shared_network_id)
        REFERENCES dhcp4_shared_network(id) ON UPDATE NO ACTION ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE dhcp4_subnet_server (
    subnet_id       int unsigned NOT NULL,
    server_id       bigint unsigned NOT NULL,
    modification_ts timestamp NOT NULL,
    PRIMARY KEY (subnet_id, server_id),
    KEY fk_dhcp4_subnet_server_server_id_idx (server_id),
    KEY key_dhcp4_subnet_server_modification_ts (modification_ts),
    CONSTRAINT fk_dhcp4_subnet_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp4_server(id) ON UPDATE NO ACTION ON DELETE CASCADE,
    CONSTRAINT fk_dhcp4_subnet_server_subnet_id FOREIGN KEY (subnet_id)
        REFERENCES dhcp4_subnet(subnet_id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB;

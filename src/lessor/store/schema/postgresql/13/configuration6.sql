-- Configuration of DHCPv6 servers, its options, and who changed what.

CREATE TABLE dhcp6_audit_revision (
    id              serial NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    log_message     text,
    server_id       bigint,
    PRIMARY KEY (id)
);

CREATE TABLE dhcp6_audit (
    id                serial NOT NULL,
    object_type       varchar(256) NOT NULL,
    object_id         bigint NOT NULL,
    modification_type smallint NOT NULL,
    revision_id       bigint NOT NULL,
    CONSTRAINT dhcp6_audit_id_key UNIQUE (id),
    CONSTRAINT fk_dhcp6_audit_modification_type FOREIGN KEY (modification_type) REFERENCES modification(id),
    CONSTRAINT fk_dhcp6_audit_revision FOREIGN KEY (revision_id) REFERENCES dhcp6_audit_revision(id) ON UPDATE CASCADE
);
CREATE INDEX dhcp6_audit_idx1 ON dhcp6_audit (modification_type);
CREATE INDEX dhcp6_audit_idx2 ON dhcp6_audit (revision_id);

CREATE TABLE dhcp6_client_class (
    id                       serial NOT NULL,
    name                     varchar(128) NOT NULL,
    test                     text,
    only_if_required         boolean NOT NULL DEFAULT false,
    valid_lifetime           bigint,
    min_valid_lifetime       bigint,
    max_valid_lifetime       bigint,
    depend_on_known_directly boolean NOT NULL DEFAULT false,
    follow_class_name        varchar(128) DEFAULT NULL,
    modification_ts          timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    preferred_lifetime       bigint,
    min_preferred_lifetime   bigint,
    max_preferred_lifetime   bigint,
    user_context             json,
    CONSTRAINT dhcp6_client_class_name_key UNIQUE (name),
    PRIMARY KEY (id)
);
CREATE INDEX key_dhcp6_client_class_modification_ts ON dhcp6_client_class (modification_ts);

CREATE TABLE dhcp6_client_class_dependency (
    class_id      bigint NOT NULL,
    dependency_id bigint NOT NULL,
    PRIMARY KEY (class_id, dependency_id),
    CONSTRAINT dhcp6_client_class_class_id FOREIGN KEY (class_id) REFERENCES dhcp6_client_class(id) ON DELETE CASCADE,
    CONSTRAINT dhcp6_client_class_dependency_id FOREIGN KEY (dependency_id) REFERENCES dhcp6_client_class(id)
);
CREATE INDEX dhcp6_client_class_dependency_id_idx ON dhcp6_client_class_dependency (dependency_id);

CREATE TABLE dhcp6_client_class_order (
    class_id                   bigint NOT NULL,
    order_index                bigint NOT NULL,
    depend_on_known_indirectly boolean NOT NULL DEFAULT false,
    PRIMARY KEY (class_id),
    CONSTRAINT fk_dhcp6_client_class_order_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp6_client_class(id) ON DELETE CASCADE
);
CREATE INDEX key_dhcp6_client_class_order_index ON dhcp6_client_class_order (order_index);

CREATE TABLE dhcp6_server (
    id              serial NOT NULL,
    tag             varchar(64) NOT NULL,
    description     text,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT dhcp6_server_tag_key UNIQUE (tag),
    PRIMARY KEY (id)
);
CREATE INDEX dhcp4_server_modification_ts ON dhcp6_server (modification_ts);
CREATE INDEX dhcp6_server_idx1 ON dhcp6_server (modification_ts);
CREATE UNIQUE INDEX dhcp6_server_idx2 ON dhcp6_server (tag);
INSERT INTO dhcp6_server (tag, description, modification_ts) VALUES
    ('all', 'special type: all servers', CURRENT_TIMESTAMP);

CREATE TABLE dhcp6_client_class_server (
    class_id        bigint NOT NULL,
    server_id       bigint NOT NULL,
    modification_ts timestamptz,
    PRIMARY KEY (class_id, server_id),
    CONSTRAINT fk_dhcp6_client_class_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp6_client_class(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_client_class_server_id FOREIGN KEY (server_id) REFERENCES dhcp6_server(id)
);
CREATE INDEX fk_dhcp6_client_class_server_id ON dhcp6_client_class_server (server_id);

CREATE TABLE dhcp6_global_parameter (
    id              serial NOT NULL,
    name            varchar(128) NOT NULL,
    value           text NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    parameter_type  smallint NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT fk_dhcp6_global_parameter_type FOREIGN KEY (parameter_type) REFERENCES parameter_data_type(id)
);
CREATE INDEX key_dhcp6_global_parameter_idx1 ON dhcp6_global_parameter (modification_ts);
CREATE INDEX key_dhcp6_global_parameter_idx2 ON dhcp6_global_parameter (name);

CREATE TABLE dhcp6_global_parameter_server (
    parameter_id    bigint NOT NULL,
    server_id       bigint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (parameter_id, server_id),
    CONSTRAINT fk_dhcp6_global_parameter_server_parameter_id FOREIGN KEY (parameter_id)
        REFERENCES dhcp6_global_parameter(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_global_parameter_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp6_server(id) ON DELETE CASCADE
);
CREATE INDEX fk_dhcp6_global_parameter_server_server_id ON dhcp6_global_parameter_server (server_id);
CREATE INDEX key_dhcp6_global_parameter_server_idx1 ON dhcp6_global_parameter_server (modification_ts);

CREATE TABLE dhcp6_option_def (
    id              serial NOT NULL,
    code            smallint NOT NULL,
    name            varchar(128) NOT NULL,
    space           varchar(128) NOT NULL,
    type            smallint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    is_array        boolean NOT NULL,
    encapsulate     varchar(128) NOT NULL,
    record_types    varchar,
    user_context    json,
    class_id        bigint,
    PRIMARY KEY (id),
    CONSTRAINT fk_dhcp6_option_def_client_class_id FOREIGN KEY (class_id)
        REFERENCES dhcp6_client_class(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX dhcp6_option_def_idx1 ON dhcp6_option_def (modification_ts);
CREATE INDEX dhcp6_option_def_idx2 ON dhcp6_option_def (code, space);
CREATE INDEX fk_dhcp6_option_def_client_class_id ON dhcp6_option_def (class_id);

CREATE TABLE dhcp6_option_def_server (
    option_def_id   bigint NOT NULL,
    server_id       bigint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (option_def_id, server_id),
    CONSTRAINT dhcp6_option_def_server_option_def_id_fkey FOREIGN KEY (option_def_id)
        REFERENCES dhcp6_option_def(id) ON DELETE CASCADE,
    CONSTRAINT dhcp6_option_def_server_server_id_fkey FOREIGN KEY (server_id)
        REFERENCES dhcp6_server(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_option_def_server_option_def_id FOREIGN KEY (option_def_id)
        REFERENCES dhcp6_option_def(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_option_def_server_server_id FOREIGN KEY (server_id) REFERENCES dhcp6_server(id)
);
CREATE INDEX fk_dhcp6_option_def_server_server_id ON dhcp6_option_def_server (server_id);

CREATE TABLE dhcp6_shared_network (
    id                          serial NOT NULL,
    name                        varchar(128) NOT NULL,
    client_class                varchar(128) DEFAULT NULL,
    interface                   varchar(128) DEFAULT NULL,
    modification_ts             timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    preferred_lifetime          bigint,
    rapid_commit                boolean,
    rebind_timer                bigint,
    relay                       text,
    renew_timer                 bigint,
    require_client_classes      text,
    user_context                json,
    valid_lifetime              bigint,
    calculate_tee_times         boolean,
    t1_percent                  double precision,
    t2_percent                  double precision,
    interface_id                bytea,
    min_preferred_lifetime      bigint,
    max_preferred_lifetime      bigint,
    min_valid_lifetime          bigint,
    max_valid_lifetime          bigint,
    ddns_send_updates           boolean,
    ddns_override_no_update     boolean,
    ddns_override_client_update boolean,
    ddns_replace_client_name    bigint,
    ddns_generated_prefix       varchar(255) DEFAULT NULL,
    ddns_qualifying_suffix      varchar(255) DEFAULT NULL,
    reservations_global         boolean,
    reservations_in_subnet      boolean,
    reservations_out_of_pool    boolean,
    cache_threshold             double precision,
    cache_max_age               bigint,
    CONSTRAINT dhcp6_shared_network_name_key UNIQUE (name),
    PRIMARY KEY (id),
    CONSTRAINT fk_ddns_replace_client_name FOREIGN KEY (ddns_replace_client_name)
        REFERENCES ddns_replace_client_name_types(type)
);
CREATE INDEX dhcp6_shared_network_idx1 ON dhcp6_shared_network (name);

CREATE TABLE dhcp6_subnet (
    subnet_id                   bigint NOT NULL,
    subnet_prefix               varchar(64) NOT NULL,
    client_class                varchar(128) DEFAULT NULL,
    interface                   varchar(128) DEFAULT NULL,
    modification_ts             timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    preferred_lifetime          bigint,
    rapid_commit                boolean,
    rebind_timer                bigint,
    relay                       text,
    renew_timer                 bigint,
    require_client_classes      text,
    shared_network_name         varchar(128) DEFAULT NULL,
    user_context                json,
    valid_lifetime              bigint,
    calculate_tee_times         boolean,
    t1_percent                  double precision,
    t2_percent                  double precision,
    interface_id                bytea,
    min_preferred_lifetime      bigint,
    max_preferred_lifetime      bigint,
    min_valid_lifetime          bigint,
    max_valid_lifetime          bigint,
    ddns_send_updates           boolean,
    ddns_override_no_update     boolean,
    ddns_override_client_update boolean,
    ddns_replace_client_name    bigint,
    ddns_generated_prefix       varchar(255) DEFAULT NULL,
    ddns_qualifying_suffix      varchar(255) DEFAULT NULL,
    reservations_global         boolean,
    reservations_in_subnet      boolean,
    reservations_out_of_pool    boolean,
    cache_threshold             double precision,
    cache_max_age               bigint,
    CONSTRAINT dhcp6_subnet_subnet_prefix_key UNIQUE (subnet_prefix),
    PRIMARY KEY (subnet_id),
    CONSTRAINT fk_ddns_replace_client_name FOREIGN KEY (ddns_replace_client_name)
        REFERENCES ddns_replace_client_name_types(type),
    CONSTRAINT fk_dhcp6_subnet_shared_network FOREIGN KEY (shared_network_name) REFERENCES dhcp6_shared_network(name)
);
CREATE INDEX dhcp6_subnet_idx1 ON dhcp6_subnet (modification_ts);
CREATE INDEX dhcp6_subnet_idx2 ON dhcp6_subnet (shared_network_name);

CREATE TABLE dhcp6_pd_pool (
    id                      serial NOT NULL,
    prefix                  varchar(45) NOT NULL,
    prefix_length           smallint NOT NULL,
    delegated_prefix_length smallint NOT NULL,
    subnet_id               bigint NOT NULL,
    modification_ts         timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    excluded_prefix         varchar(45) DEFAULT NULL,
    excluded_prefix_length  smallint NOT NULL,
    client_class            varchar(128) DEFAULT NULL,
    require_client_classes  text,
    user_context            json,
    PRIMARY KEY (id),
    CONSTRAINT fk_dhcp6_pd_pool_subnet_id FOREIGN KEY (subnet_id) REFERENCES dhcp6_subnet(subnet_id)
);
CREATE INDEX dhcp6_pd_pool_idx1 ON dhcp6_pd_pool (modification_ts);
CREATE INDEX dhcp6_pd_pool_idx2 ON dhcp6_pd_pool (subnet_id);

CREATE TABLE dhcp6_pool (
    id                     serial NOT NULL,
    start_address          inet NOT NULL,
    end_address            inet NOT NULL,
    subnet_id              bigint NOT NULL,
    modification_ts        timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    client_class           varchar(128) DEFAULT NULL,
    require_client_classes text,
    user_context           json,
    PRIMARY KEY (id),
    CONSTRAINT fk_dhcp6_pool_subnet_id FOREIGN KEY (subnet_id) REFERENCES dhcp6_subnet(subnet_id)
);
CREATE INDEX dhcp6_pool_idx1 ON dhcp6_pool (modification_ts);
CREATE INDEX dhcp6_pool_idx2 ON dhcp6_pool (subnet_id);

CREATE TABLE dhcp6_options (
    option_id           serial NOT NULL,
    code                integer NOT NULL,
    value               bytea,
    formatted_value     text,
    space               varchar(128) DEFAULT NULL,
    persistent          boolean NOT NULL DEFAULT false,
    dhcp_client_class   varchar(128) DEFAULT NULL,
    dhcp6_subnet_id     bigint,
    host_id             integer,
    scope_id            smallint NOT NULL,
    user_context        text,
    shared_network_name varchar(128) DEFAULT NULL,
    pool_id             bigint,
    pd_pool_id          bigint,
    modification_ts     timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (option_id),
    CONSTRAINT fk_dhcp6_option_scode FOREIGN KEY (scope_id) REFERENCES dhcp_option_scope(scope_id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_options_pd_pool FOREIGN KEY (pd_pool_id)
        REFERENCES dhcp6_pd_pool(id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_options_pool FOREIGN KEY (pool_id)
        REFERENCES dhcp6_pool(id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_options_shared_network FOREIGN KEY (shared_network_name)
        REFERENCES dhcp6_shared_network(name) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_options_subnet FOREIGN KEY (dhcp6_subnet_id)
        REFERENCES dhcp6_subnet(subnet_id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_options_host10 FOREIGN KEY (host_id) REFERENCES hosts(host_id) ON DELETE CASCADE
);
CREATE INDEX fk_dhcp6_options_host1_idx ON dhcp6_options (host_id);
CREATE INDEX fk_dhcp6_options_pd_pool ON dhcp6_options (pd_pool_id);
CREATE INDEX fk_dhcp6_options_pool ON dhcp6_options (pool_id);
CREATE INDEX fk_dhcp6_options_scope_idx ON dhcp6_options (scope_id);
CREATE INDEX fk_dhcp6_options_shared_network ON dhcp6_options (shared_network_name);
CREATE INDEX fk_dhcp6_options_subnet ON dhcp6_options (dhcp6_subnet_id);

CREATE TABLE dhcp6_options_server (
    option_id       bigint NOT NULL,
    server_id       bigint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (option_id, server_id),
    CONSTRAINT fk_dhcp6_options_server_option_id FOREIGN KEY (option_id)
        REFERENCES dhcp6_options(option_id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_options_server_server_id FOREIGN KEY (server_id) REFERENCES dhcp6_server(id) ON DELETE CASCADE
);
CREATE INDEX dhcp6_options_server_idx1 ON dhcp6_options_server (server_id);
CREATE INDEX dhcp6_options_server_idx2 ON dhcp6_options_server (modification_ts);

CREATE TABLE dhcp6_shared_network_server (
    shared_network_id bigint NOT NULL,
    server_id         bigint NOT NULL,
    modification_ts   timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (shared_network_id, server_id),
    CONSTRAINT fk_dhcp6_shared_network_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp6_server(id) ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_shared_network_server_shared_network_id FOREIGN KEY (shared_network_id)
        REFERENCES dhcp6_shared_network(id) ON DELETE CASCADE
);
CREATE INDEX dhcp6_shared_network_server_idx1 ON dhcp6_shared_network_server (modification_ts);
CREATE INDEX dhcp6_shared_network_server_idx2 ON dhcp6_shared_network_server (server_id);

CREATE TABLE dhcp6_subnet_server (
    subnet_id       bigint NOT NULL,
    server_id       bigint NOT NULL,
    modification_ts timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (subnet_id, server_id),
    CONSTRAINT fk_dhcp6_subnet_server_server_id FOREIGN KEY (server_id)
        REFERENCES dhcp6_server(id) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT fk_dhcp6_subnet_server_subnet_id FOREIGN KEY (subnet_id)
        REFERENCES dhcp6_subnet(subnet_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX dhcp6_subnet_server_idx1 ON dhcp6_subnet_server (server_id);
CREATE INDEX dhcp6_subnet_server_idx2 ON dhcp6_subnet_server (modification_ts);

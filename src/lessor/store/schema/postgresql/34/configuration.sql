-- Configuration: several classes where there was one, lifetimes and allocators of later releases.

-- while column dhcp4_client_class.only_if_required
ALTER TABLE dhcp4_client_class RENAME COLUMN only_if_required TO only_in_additional_list;

-- unless column dhcp4_client_class.offer_lifetime
ALTER TABLE dhcp4_client_class ADD COLUMN offer_lifetime bigint;

-- the index was made for the wrong table
-- while index dhcp6_server.dhcp4_server_modification_ts
DROP INDEX dhcp4_server_modification_ts;

-- unless index dhcp4_server.dhcp4_server_modification_ts
CREATE INDEX dhcp4_server_modification_ts ON dhcp4_server (modification_ts);

-- unless constraint dhcp4_option_def.fk_option_def_data_type4
ALTER TABLE dhcp4_option_def
    ADD CONSTRAINT fk_option_def_data_type4 FOREIGN KEY (type) REFERENCES option_def_data_type(id);

-- while column dhcp4_shared_network.client_class
ALTER TABLE dhcp4_shared_network RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp4_shared_network ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp4_shared_network.require_client_classes
ALTER TABLE dhcp4_shared_network RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp4_shared_network.offer_lifetime
ALTER TABLE dhcp4_shared_network ADD COLUMN offer_lifetime bigint;

-- unless column dhcp4_shared_network.allocator
ALTER TABLE dhcp4_shared_network ADD COLUMN allocator text;

-- unless column dhcp4_shared_network.ddns_ttl_percent
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_percent double precision;

-- unless column dhcp4_shared_network.ddns_ttl
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl bigint;

-- unless column dhcp4_shared_network.ddns_ttl_min
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_min bigint;

-- unless column dhcp4_shared_network.ddns_ttl_max
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_max bigint;

-- while column dhcp4_subnet.client_class
ALTER TABLE dhcp4_subnet RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp4_subnet ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp4_subnet.require_client_classes
ALTER TABLE dhcp4_subnet RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp4_subnet.offer_lifetime
ALTER TABLE dhcp4_subnet ADD COLUMN offer_lifetime bigint;

-- unless column dhcp4_subnet.allocator
ALTER TABLE dhcp4_subnet ADD COLUMN allocator text;

-- unless column dhcp4_subnet.ddns_ttl_percent
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_percent double precision;

-- unless column dhcp4_subnet.ddns_ttl
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl bigint;

-- unless column dhcp4_subnet.ddns_ttl_min
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_min bigint;

-- unless column dhcp4_subnet.ddns_ttl_max
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_max bigint;

-- while column dhcp4_pool.client_class
ALTER TABLE dhcp4_pool RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp4_pool ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp4_pool.require_client_classes
ALTER TABLE dhcp4_pool RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp4_options.cancelled
ALTER TABLE dhcp4_options ADD COLUMN cancelled boolean NOT NULL DEFAULT false;

-- unless column dhcp4_options.client_classes
ALTER TABLE dhcp4_options ADD COLUMN client_classes text NOT NULL DEFAULT '[ ]';
ALTER TABLE dhcp4_options ALTER COLUMN client_classes DROP DEFAULT;

-- while column dhcp6_client_class.only_if_required
ALTER TABLE dhcp6_client_class RENAME COLUMN only_if_required TO only_in_additional_list;

-- unless constraint dhcp6_option_def.fk_option_def_data_type6
ALTER TABLE dhcp6_option_def
    ADD CONSTRAINT fk_option_def_data_type6 FOREIGN KEY (type) REFERENCES option_def_data_type(id);

-- while column dhcp6_shared_network.client_class
ALTER TABLE dhcp6_shared_network RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp6_shared_network ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp6_shared_network.require_client_classes
ALTER TABLE dhcp6_shared_network RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp6_shared_network.allocator
ALTER TABLE dhcp6_shared_network ADD COLUMN allocator text;

-- unless column dhcp6_shared_network.pd_allocator
ALTER TABLE dhcp6_shared_network ADD COLUMN pd_allocator text;

-- unless column dhcp6_shared_network.ddns_ttl_percent
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_percent double precision;

-- unless column dhcp6_shared_network.ddns_ttl
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl bigint;

-- unless column dhcp6_shared_network.ddns_ttl_min
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_min bigint;

-- unless column dhcp6_shared_network.ddns_ttl_max
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_max bigint;

-- while column dhcp6_subnet.client_class
ALTER TABLE dhcp6_subnet RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp6_subnet ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp6_subnet.require_client_classes
ALTER TABLE dhcp6_subnet RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp6_subnet.allocator
ALTER TABLE dhcp6_subnet ADD COLUMN allocator text;

-- unless column dhcp6_subnet.pd_allocator
ALTER TABLE dhcp6_subnet ADD COLUMN pd_allocator text;

-- unless column dhcp6_subnet.ddns_ttl_percent
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_percent double precision;

-- unless column dhcp6_subnet.ddns_ttl
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl bigint;

-- unless column dhcp6_subnet.ddns_ttl_min
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_min bigint;

-- unless column dhcp6_subnet.ddns_ttl_max
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_max bigint;

-- while column dhcp6_pd_pool.client_class
ALTER TABLE dhcp6_pd_pool RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp6_pd_pool ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp6_pd_pool.require_client_classes
ALTER TABLE dhcp6_pd_pool RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- while column dhcp6_pool.client_class
ALTER TABLE dhcp6_pool RENAME COLUMN client_class TO client_classes;
ALTER TABLE dhcp6_pool ALTER COLUMN client_classes TYPE text
    USING CASE WHEN client_classes <> '' THEN json_build_array(client_classes)::text END;

-- while column dhcp6_pool.require_client_classes
ALTER TABLE dhcp6_pool RENAME COLUMN require_client_classes TO evaluate_additional_classes;

-- unless column dhcp6_options.cancelled
ALTER TABLE dhcp6_options ADD COLUMN cancelled boolean NOT NULL DEFAULT false;

-- unless column dhcp6_options.client_classes
ALTER TABLE dhcp6_options ADD COLUMN client_classes text NOT NULL DEFAULT '[ ]';
ALTER TABLE dhcp6_options ALTER COLUMN client_classes DROP DEFAULT;

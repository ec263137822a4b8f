-- Configuration: several classes where there was one, lifetimes and allocators of later releases.

-- always: what follows is no change of the configuration, and is not to be noted as one
SET @disable_audit = 1, @cascade_transaction = 1;

-- while column dhcp4_client_class.only_if_required
ALTER TABLE dhcp4_client_class CHANGE only_if_required only_in_additional_list tinyint NOT NULL DEFAULT 0;

-- unless column dhcp4_client_class.offer_lifetime
ALTER TABLE dhcp4_client_class ADD COLUMN offer_lifetime int;

-- unless index dhcp4_option_def.fk_option_def_data_type4
CREATE INDEX fk_option_def_data_type4 ON dhcp4_option_def (type);

-- unless constraint dhcp4_option_def.fk_option_def_data_type4
ALTER TABLE dhcp4_option_def
    ADD CONSTRAINT fk_option_def_data_type4 FOREIGN KEY (type) REFERENCES option_def_data_type(id);

-- while column dhcp4_shared_network.client_class
ALTER TABLE dhcp4_shared_network MODIFY client_class longtext;
UPDATE dhcp4_shared_network SET client_class = JSON_ARRAY(client_class)
    WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp4_shared_network CHANGE client_class client_classes longtext;

-- while column dhcp4_shared_network.require_client_classes
ALTER TABLE dhcp4_shared_network CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp4_shared_network.offer_lifetime
ALTER TABLE dhcp4_shared_network ADD COLUMN offer_lifetime int;

-- unless column dhcp4_shared_network.allocator
ALTER TABLE dhcp4_shared_network ADD COLUMN allocator text;

-- unless column dhcp4_shared_network.ddns_ttl_percent
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_percent float;

-- unless column dhcp4_shared_network.ddns_ttl
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl int;

-- unless column dhcp4_shared_network.ddns_ttl_min
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_min int;

-- unless column dhcp4_shared_network.ddns_ttl_max
ALTER TABLE dhcp4_shared_network ADD COLUMN ddns_ttl_max int;

-- while column dhcp4_subnet.client_class
ALTER TABLE dhcp4_subnet MODIFY client_class longtext;
UPDATE dhcp4_subnet SET client_class = JSON_ARRAY(client_class)
    WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp4_subnet CHANGE client_class client_classes longtext;

-- while column dhcp4_subnet.require_client_classes
ALTER TABLE dhcp4_subnet CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp4_subnet.offer_lifetime
ALTER TABLE dhcp4_subnet ADD COLUMN offer_lifetime int;

-- unless column dhcp4_subnet.allocator
ALTER TABLE dhcp4_subnet ADD COLUMN allocator text;

-- unless column dhcp4_subnet.ddns_ttl_percent
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_percent float;

-- unless column dhcp4_subnet.ddns_ttl
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl int;

-- unless column dhcp4_subnet.ddns_ttl_min
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_min int;

-- unless column dhcp4_subnet.ddns_ttl_max
ALTER TABLE dhcp4_subnet ADD COLUMN ddns_ttl_max int;

-- while column dhcp4_pool.client_class
ALTER TABLE dhcp4_pool MODIFY client_class longtext;
UPDATE dhcp4_pool SET client_class = JSON_ARRAY(client_class) WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp4_pool CHANGE client_class client_classes longtext;

-- while column dhcp4_pool.require_client_classes
ALTER TABLE dhcp4_pool CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp4_options.cancelled
ALTER TABLE dhcp4_options ADD COLUMN cancelled tinyint(1) NOT NULL DEFAULT 0;

-- unless column dhcp4_options.client_classes
ALTER TABLE dhcp4_options ADD COLUMN client_classes longtext NOT NULL;
UPDATE dhcp4_options SET client_classes = '[ ]' WHERE client_classes = '';

-- while column dhcp6_client_class.only_if_required
ALTER TABLE dhcp6_client_class CHANGE only_if_required only_in_additional_list tinyint NOT NULL DEFAULT 0;

-- unless index dhcp6_option_def.fk_option_def_data_type6
CREATE INDEX fk_option_def_data_type6 ON dhcp6_option_def (type);

-- unless constraint dhcp6_option_def.fk_option_def_data_type6
ALTER TABLE dhcp6_option_def
    ADD CONSTRAINT fk_option_def_data_type6 FOREIGN KEY (type) REFERENCES option_def_data_type(id);

-- while column dhcp6_shared_network.client_class
ALTER TABLE dhcp6_shared_network MODIFY client_class longtext;
UPDATE dhcp6_shared_network SET client_class = JSON_ARRAY(client_class)
    WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp6_shared_network CHANGE client_class client_classes longtext;

-- while column dhcp6_shared_network.require_client_classes
ALTER TABLE dhcp6_shared_network CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp6_shared_network.allocator
ALTER TABLE dhcp6_shared_network ADD COLUMN allocator text;

-- unless column dhcp6_shared_network.pd_allocator
ALTER TABLE dhcp6_shared_network ADD COLUMN pd_allocator text;

-- unless column dhcp6_shared_network.ddns_ttl_percent
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_percent float;

-- unless column dhcp6_shared_network.ddns_ttl
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl int;

-- unless column dhcp6_shared_network.ddns_ttl_min
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_min int;

-- unless column dhcp6_shared_network.ddns_ttl_max
ALTER TABLE dhcp6_shared_network ADD COLUMN ddns_ttl_max int;

-- while column dhcp6_subnet.client_class
ALTER TABLE dhcp6_subnet MODIFY client_class longtext;
UPDATE dhcp6_subnet SET client_class = JSON_ARRAY(client_class)
    WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp6_subnet CHANGE client_class client_classes longtext;

-- while column dhcp6_subnet.require_client_classes
ALTER TABLE dhcp6_subnet CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp6_subnet.allocator
ALTER TABLE dhcp6_subnet ADD COLUMN allocator text;

-- unless column dhcp6_subnet.pd_allocator
ALTER TABLE dhcp6_subnet ADD COLUMN pd_allocator text;

-- unless column dhcp6_subnet.ddns_ttl_percent
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_percent float;

-- unless column dhcp6_subnet.ddns_ttl
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl int;

-- unless column dhcp6_subnet.ddns_ttl_min
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_min int;

-- unless column dhcp6_subnet.ddns_ttl_max
ALTER TABLE dhcp6_subnet ADD COLUMN ddns_ttl_max int;

-- while column dhcp6_pd_pool.client_class
ALTER TABLE dhcp6_pd_pool MODIFY client_class longtext;
UPDATE dhcp6_pd_pool SET client_class = JSON_ARRAY(client_class)
    WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp6_pd_pool CHANGE client_class client_classes longtext;

-- while column dhcp6_pd_pool.require_client_classes
ALTER TABLE dhcp6_pd_pool CHANGE require_client_classes evaluate_additional_classes longtext;

-- while column dhcp6_pool.client_class
ALTER TABLE dhcp6_pool MODIFY client_class longtext;
UPDATE dhcp6_pool SET client_class = JSON_ARRAY(client_class) WHERE client_class <> '' AND client_class NOT LIKE '[%';
ALTER TABLE dhcp6_pool CHANGE client_class client_classes longtext;

-- while column dhcp6_pool.require_client_classes
ALTER TABLE dhcp6_pool CHANGE require_client_classes evaluate_additional_classes longtext;

-- unless column dhcp6_options.cancelled
ALTER TABLE dhcp6_options ADD COLUMN cancelled tinyint(1) NOT NULL DEFAULT 0;

-- unless column dhcp6_options.client_classes
ALTER TABLE dhcp6_options ADD COLUMN client_classes longtext NOT NULL;
UPDATE dhcp6_options SET client_classes = '[ ]' WHERE client_classes = '';

-- always
SET @disable_audit = NULL, @cascade_transaction = NULL;

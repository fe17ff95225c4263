-- A booking, shop and content application, as a team would have written it over some years. Loads on MySQL and MariaDB;
-- /*!80013 … */ is for MySQL alone, /*M!100600 … */ for MariaDB alone.
CREATE TABLE countries (code char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, name varchar(100) NOT NULL, iso3 char(3) DEFAULT NULL, PRIMARY KEY (code), UNIQUE KEY countries_name_key (name)) COMMENT='Reference data; it''s synced';
CREATE TABLE currencies (code char(3) NOT NULL PRIMARY KEY, digits tinyint unsigned NOT NULL DEFAULT 2, symbol varchar(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '€');
CREATE TABLE users (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  email varchar(190) NOT NULL,
  full_name varchar(200) NOT NULL,
  nick varchar(40) COLLATE utf8mb4_bin DEFAULT NULL,
  role enum('admin','agent','guest','it''s','a,b') NOT NULL DEFAULT 'guest',
  flags set('beta','vip','blocked') NOT NULL DEFAULT '',
  password_hash varbinary(255) DEFAULT NULL,
  balance decimal(12,2) NOT NULL DEFAULT 0.00,
  rating float DEFAULT NULL,
  score double DEFAULT 1.5,
  is_active tinyint(1) NOT NULL DEFAULT 1,
  born date DEFAULT NULL,
  settings json DEFAULT NULL,
  name_lower varchar(200) GENERATED ALWAYS AS (lower(full_name)) STORED,
  initial char(1) GENERATED ALWAYS AS (left(full_name,1)) VIRTUAL,
  manager_id bigint unsigned DEFAULT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  deleted_at datetime(6) DEFAULT NULL COMMENT 'Soft delete; "quoted" and \\ back',
  PRIMARY KEY (id),
  UNIQUE KEY users_email_key (email),
  KEY users_name_prefix_idx (full_name(20)),
  KEY users_role_created_idx (role, created_at DESC),
  KEY users_manager_idx (manager_id),
  FULLTEXT KEY users_full_name_ft (full_name),
  CONSTRAINT users_manager_fk FOREIGN KEY (manager_id) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT users_balance_check CHECK (balance >= 0),
  CONSTRAINT users_rating_check CHECK (rating IS NULL OR rating BETWEEN 0 AND 5)
) ENGINE=InnoDB AUTO_INCREMENT=1000 COMMENT='People';
CREATE TABLE user_addresses (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint unsigned NOT NULL, country char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, line1 varchar(120) NOT NULL, zip varchar(16), city tinytext, CONSTRAINT addr_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE, CONSTRAINT addr_country FOREIGN KEY (country) REFERENCES countries (code));
CREATE TABLE hotels (id int unsigned NOT NULL AUTO_INCREMENT, name varchar(150) NOT NULL, stars tinyint unsigned DEFAULT NULL, location point NOT NULL, description mediumtext, opened year DEFAULT NULL, checkin time NOT NULL DEFAULT '14:00:00', PRIMARY KEY (id), SPATIAL KEY hotels_location (location), CONSTRAINT hotels_stars CHECK (stars BETWEEN 1 AND 5));
CREATE TABLE room_types (hotel_id int unsigned NOT NULL, code varchar(10) NOT NULL, beds smallint NOT NULL DEFAULT 2, price decimal(10,2) unsigned NOT NULL, PRIMARY KEY (hotel_id, code), CONSTRAINT room_types_hotel FOREIGN KEY (hotel_id) REFERENCES hotels (id) ON DELETE CASCADE);
CREATE TABLE rooms (id int unsigned NOT NULL AUTO_INCREMENT, hotel_id int unsigned NOT NULL, type_code varchar(10) NOT NULL, number varchar(8) NOT NULL, floor smallint(5) unsigned zerofill DEFAULT NULL, PRIMARY KEY (id), UNIQUE KEY rooms_number (hotel_id, number), CONSTRAINT rooms_type FOREIGN KEY (hotel_id, type_code) REFERENCES room_types (hotel_id, code) ON UPDATE CASCADE);
CREATE TABLE bookings (
  id binary(16) NOT NULL,
  user_id bigint unsigned NOT NULL,
  room_id int unsigned NOT NULL,
  arrives date NOT NULL,
  leaves date NOT NULL,
  nights int GENERATED ALWAYS AS (to_days(leaves) - to_days(arrives)) VIRTUAL,
  state enum('draft','confirmed','cancelled') NOT NULL DEFAULT 'draft',
  price decimal(12,2) NOT NULL,
  currency char(3) NOT NULL DEFAULT 'EUR',
  note text,
  PRIMARY KEY (id),
  KEY bookings_user (user_id, arrives),
  KEY bookings_room_dates (room_id, arrives, leaves),
  KEY bookings_nights (nights),
  CONSTRAINT bookings_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT bookings_room_fk FOREIGN KEY (room_id) REFERENCES rooms (id),
  CONSTRAINT bookings_currency_fk FOREIGN KEY (currency) REFERENCES currencies (code),
  CONSTRAINT bookings_dates CHECK (leaves > arrives)
);
CREATE TABLE booking_guests (booking_id binary(16) NOT NULL, position tinyint NOT NULL, name varchar(200) NOT NULL, PRIMARY KEY (booking_id, position), CONSTRAINT guests_booking FOREIGN KEY (booking_id) REFERENCES bookings (id) ON DELETE CASCADE);
CREATE TABLE payments (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, booking_id binary(16) NOT NULL, amount decimal(12,2) NOT NULL, method varchar(20) NOT NULL DEFAULT 'card', payload longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, received_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, KEY payments_booking (booking_id), KEY payments_received (received_at), CONSTRAINT payments_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id), CONSTRAINT payments_method CHECK (method IN ('card','transfer','cash')));
CREATE TABLE invoices (number int unsigned NOT NULL PRIMARY KEY, booking_id binary(16) NULL UNIQUE, issued date NOT NULL, net decimal(12,2) NOT NULL, vat decimal(4,3) NOT NULL DEFAULT 0.190, gross decimal(14,2) AS (net * (1 + vat)) STORED, CONSTRAINT invoices_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id) ON DELETE RESTRICT);
CREATE TABLE reviews (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, booking_id binary(16) NOT NULL, stars tinyint NOT NULL, title varchar(120), body text, UNIQUE KEY reviews_booking (booking_id), FULLTEXT KEY reviews_text (title, body), CONSTRAINT reviews_booking_fk FOREIGN KEY (booking_id) REFERENCES bookings (id) ON DELETE CASCADE, CONSTRAINT reviews_stars CHECK (stars >= 1 AND stars <= 5));
CREATE TABLE categories (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, parent_id int, name varchar(80) NOT NULL, sort int NOT NULL DEFAULT 0, KEY (parent_id), CONSTRAINT categories_parent FOREIGN KEY (parent_id) REFERENCES categories (id) ON DELETE CASCADE);
CREATE TABLE products (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, sku varchar(32) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL, name varchar(255) NOT NULL, price decimal(10,2) NOT NULL DEFAULT '0.00', weight_g mediumint unsigned, attrs json, active bit(1) NOT NULL DEFAULT b'1', mask bit(8) DEFAULT NULL, image blob, thumb tinyblob, raw longblob, UNIQUE KEY (sku), KEY products_price (price DESC, id), CONSTRAINT products_price CHECK (price >= 0));
CREATE TABLE product_categories (product_id int NOT NULL, category_id int NOT NULL, PRIMARY KEY (product_id, category_id), KEY pc_category (category_id), CONSTRAINT pc_product FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE, CONSTRAINT pc_category FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE CASCADE);
CREATE TABLE carts (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint unsigned, token char(36) NOT NULL DEFAULT (uuid()), expires_at datetime DEFAULT (CURRENT_TIMESTAMP + INTERVAL 7 DAY), CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE cart_items (cart_id bigint NOT NULL, product_id int NOT NULL, quantity int NOT NULL DEFAULT 1, PRIMARY KEY (cart_id, product_id), CONSTRAINT ci_cart FOREIGN KEY (cart_id) REFERENCES carts (id) ON DELETE CASCADE, CONSTRAINT ci_product FOREIGN KEY (product_id) REFERENCES products (id), CONSTRAINT ci_quantity CHECK (quantity > 0));
CREATE TABLE orders (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id bigint unsigned NOT NULL, status varchar(16) NOT NULL DEFAULT 'new', placed_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), total decimal(12,2) NOT NULL DEFAULT 0, KEY orders_user_placed (user_id, placed_at DESC), KEY orders_status (status), CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)) ROW_FORMAT=DYNAMIC;
CREATE TABLE order_items (order_id bigint NOT NULL, line smallint NOT NULL, product_id int NOT NULL, quantity int NOT NULL, unit_price decimal(10,2) NOT NULL, PRIMARY KEY (order_id, line), CONSTRAINT oi_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE, CONSTRAINT oi_product FOREIGN KEY (product_id) REFERENCES products (id));
CREATE TABLE shipments (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id bigint NOT NULL, carrier varchar(40), tracking varchar(80), shipped_at timestamp NULL DEFAULT NULL, KEY shipments_tracking (tracking(10)), CONSTRAINT shipments_order FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE TABLE coupons (code varchar(20) NOT NULL PRIMARY KEY, percent tinyint unsigned NOT NULL, valid_from date NOT NULL DEFAULT '2020-01-01', valid_to date NOT NULL DEFAULT '9999-12-31', CONSTRAINT coupons_range CHECK (valid_to >= valid_from), CONSTRAINT coupons_percent CHECK (percent BETWEEN 1 AND 100));
CREATE TABLE order_coupons (order_id bigint NOT NULL, code varchar(20) NOT NULL, PRIMARY KEY (order_id, code), CONSTRAINT oc_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE, CONSTRAINT oc_coupon FOREIGN KEY (code) REFERENCES coupons (code) ON UPDATE CASCADE);
CREATE TABLE stock (product_id int NOT NULL, warehouse smallint NOT NULL, quantity int NOT NULL DEFAULT 0, PRIMARY KEY (product_id, warehouse), CONSTRAINT stock_product FOREIGN KEY (product_id) REFERENCES products (id));
CREATE TABLE pages (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, slug varchar(150) NOT NULL, title varchar(255) NOT NULL DEFAULT '', body mediumtext, published tinyint(1) NOT NULL DEFAULT 0, UNIQUE KEY pages_slug (slug), FULLTEXT KEY pages_body (title, body)) DEFAULT CHARSET=utf8mb3;
CREATE TABLE page_versions (page_id int NOT NULL, version int NOT NULL, body mediumtext, at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (page_id, version DESC), CONSTRAINT pv_page FOREIGN KEY (page_id) REFERENCES pages (id) ON DELETE CASCADE);
CREATE TABLE media (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, path varchar(700) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL, mime varchar(100) NOT NULL DEFAULT 'image/png', bytes bigint unsigned NOT NULL, UNIQUE KEY media_path (path(255)));
CREATE TABLE tags (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(60) COLLATE utf8mb4_general_ci NOT NULL, UNIQUE KEY tags_name (name));
CREATE TABLE page_tags (page_id int NOT NULL, tag_id int NOT NULL, PRIMARY KEY (page_id, tag_id), CONSTRAINT pt_page FOREIGN KEY (page_id) REFERENCES pages (id) ON DELETE CASCADE, CONSTRAINT pt_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE);
CREATE TABLE comments (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, page_id int NOT NULL, user_id bigint unsigned, parent_id bigint, body varchar(4000) NOT NULL, at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, CONSTRAINT comments_page FOREIGN KEY (page_id) REFERENCES pages (id) ON DELETE CASCADE, CONSTRAINT comments_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL, CONSTRAINT comments_parent FOREIGN KEY (parent_id) REFERENCES comments (id) ON DELETE CASCADE);
CREATE TABLE sessions (id char(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL PRIMARY KEY, user_id bigint unsigned NOT NULL, ip varbinary(16), data blob, expires int unsigned NOT NULL, KEY sessions_expires (expires) COMMENT 'For the sweeper', CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
CREATE TABLE audit (id bigint NOT NULL AUTO_INCREMENT, at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6), actor varchar(80) DEFAULT NULL, action varchar(40) NOT NULL, old_row json, new_row json, PRIMARY KEY (id), KEY audit_actor_at (actor, at));
CREATE TABLE counters (name varchar(64) NOT NULL PRIMARY KEY, value bigint NOT NULL DEFAULT -1);
CREATE TABLE log_lines (at datetime NOT NULL, level tinyint NOT NULL, line text NOT NULL, KEY (at), KEY log_lines_line (line(30))) ENGINE=MyISAM DEFAULT CHARSET=latin1;
CREATE TABLE cache (k varchar(120) NOT NULL, v varchar(500), PRIMARY KEY (k) USING BTREE) ENGINE=MEMORY;
CREATE TABLE feature_flags (name varchar(50) NOT NULL PRIMARY KEY, enabled boolean NOT NULL DEFAULT false, percent decimal(5,2) DEFAULT 100);
CREATE TABLE job_queue (id bigint unsigned NOT NULL AUTO_INCREMENT, queue varchar(40) NOT NULL DEFAULT 'default', payload json NOT NULL, run_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, attempts tinyint unsigned NOT NULL DEFAULT 0, locked_by varchar(64) DEFAULT NULL, PRIMARY KEY (id), KEY job_queue_next (queue, run_at, attempts));
CREATE TABLE exchange_rates (base char(3) NOT NULL, quote char(3) NOT NULL, day date NOT NULL, rate decimal(18,8) NOT NULL, PRIMARY KEY (base, quote, day), CONSTRAINT er_base FOREIGN KEY (base) REFERENCES currencies (code), CONSTRAINT er_quote FOREIGN KEY (quote) REFERENCES currencies (code));
-- two tables that refer to each other
CREATE TABLE trucks (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, plate varchar(12) NOT NULL UNIQUE, driver_id int);
CREATE TABLE drivers (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(80) NOT NULL, truck_id int, CONSTRAINT drivers_truck FOREIGN KEY (truck_id) REFERENCES trucks (id));
ALTER TABLE trucks ADD CONSTRAINT trucks_driver FOREIGN KEY (driver_id) REFERENCES drivers (id);
-- names that need quoting
CREATE TABLE `select` (`from` int NOT NULL, `we``ird "name"` varchar(20) DEFAULT 'a ''b'' "c" \\ d', `ünï` text, `a.b` int DEFAULT NULL, `order` int DEFAULT NULL, PRIMARY KEY (`from`), KEY `index of ``select``` (`a.b`), CONSTRAINT `order > 0` CHECK (`order` > 0));
CREATE TABLE `a table name that is as long as the server allows it to be, 64 c` (id int NOT NULL PRIMARY KEY);
ALTER TABLE users ADD COLUMN secret varchar(20) DEFAULT 'x' INVISIBLE;
ALTER TABLE users COMMENT='People' /*!80013 , ADD INDEX users_lower_email_idx ((lower(email))), ADD INDEX users_nick_invisible (nick) INVISIBLE */ /*M!100600 , ADD INDEX users_nick_invisible (nick) IGNORED */;
ALTER TABLE coupons COMMENT='' /*!80016 , ADD CONSTRAINT coupons_unused CHECK (percent <> 13) NOT ENFORCED */;
CREATE VIEW active_users AS SELECT id, email, full_name FROM users WHERE is_active = 1 WITH LOCAL CHECK OPTION;
CREATE SQL SECURITY INVOKER VIEW hotel_revenue AS SELECT h.id, h.name, sum(b.price) AS revenue FROM hotels h JOIN rooms r ON r.hotel_id = h.id JOIN bookings b ON b.room_id = r.id WHERE b.state = 'confirmed' GROUP BY h.id, h.name;
CREATE VIEW big_hotels AS SELECT name FROM hotel_revenue WHERE revenue > 10000;
CREATE ALGORITHM=TEMPTABLE VIEW order_totals (order_id, items, total) AS SELECT o.id, count(0), coalesce(sum(i.quantity * i.unit_price), 0) FROM orders o LEFT JOIN order_items i ON i.order_id = o.id GROUP BY o.id;
CREATE VIEW `odd view` AS SELECT `from` AS `sel`, 'x' AS `y z` FROM `select`;
CREATE FUNCTION net(
  gross decimal(10,2), -- with tax
  rate decimal(4,3)
) RETURNS decimal(10,2) DETERMINISTIC NO SQL COMMENT 'It''s "net"' RETURN gross / (1 + rate);
CREATE PROCEDURE net(IN a int, OUT b int) SQL SECURITY INVOKER READS SQL DATA
l: BEGIN
  DECLARE done int DEFAULT 0;
  DECLARE c CURSOR FOR SELECT id FROM users; /* all; */
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  OPEN c;
  REPEAT
    FETCH c INTO b;
    IF b > a THEN LEAVE l; END IF;
  UNTIL done END REPEAT;
  CLOSE c;
END;
CREATE VIEW net_prices AS SELECT order_id, line, net(unit_price, 0.19) AS net FROM order_items;
CREATE TRIGGER z_first BEFORE INSERT ON counters FOR EACH ROW SET NEW.name = lower(NEW.name);
CREATE TRIGGER a_second BEFORE INSERT ON counters FOR EACH ROW
BEGIN
  IF NEW.value < 0 THEN SET NEW.value = 0; END IF;
  SET NEW.name = concat(NEW.name, '; ''quoted''');
END;
CREATE TRIGGER gone AFTER DELETE ON tags FOR EACH ROW INSERT INTO audit (action) VALUES ('tag gone');
CREATE EVENT sweep ON SCHEDULE EVERY '1 2' DAY_HOUR STARTS '2030-01-01 03:00:00' ENDS '2036-01-01 00:00:00' ON COMPLETION PRESERVE COMMENT 'Old sessions' DO DELETE FROM sessions WHERE expires < unix_timestamp();
CREATE EVENT once ON SCHEDULE AT '2035-05-05 05:05:05' DISABLE DO BEGIN SET @a = 1; SET @b = 2; END;
SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
CREATE PROCEDURE "odd ""name" () SELECT "id" || 'x' FROM "users";
SET SESSION sql_mode = DEFAULT;

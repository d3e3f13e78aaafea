-- SPDX-License-Identifier: Apache-2.0
-- Changes rows of every kind on a replica that holds everything-mysql.sql, and nothing else.
SET NAMES utf8mb4; SET sql_log_bin=0; SET sql_mode=''; SET foreign_key_checks=0;
DELETE FROM app.bulk WHERE id BETWEEN 100 AND 105;
INSERT INTO app.bulk(id, v) VALUES (20001, 'only here');
UPDATE app.bulk SET t=NULL WHERE id=7;
UPDATE app.bits SET f=0.10000001 WHERE id=1;
UPDATE app.bits SET d=-1.2345678901234568e-200 WHERE id=2;
UPDATE app.bits SET f=0, d=0 WHERE id=3;
UPDATE app.js SET j=JSON_SET(j, '$.n', -1) WHERE id=18446744073709551614;
DELETE FROM app.js WHERE id=18446744073709551000;
UPDATE app.gen SET h=-1, a=5 WHERE id=3;
UPDATE app.geo SET g=ST_GeomFromText('LINESTRING(0 0,1 2)'), gc=NULL WHERE id=1;
DELETE FROM app.`it's a ``trap``; --` LIMIT 5;
UPDATE app.txt SET v=NULL, k2=UPPER(k2) LIMIT 10;
DELETE FROM app.par WHERE id<7;
DELETE FROM app.keyless LIMIT 3;
UPDATE app.keyless SET f=-f, fl=NULL, b=b'1', e=NULL, s='', y=0, ti=NULL LIMIT 9;
UPDATE app.parent SET n='ä';
DELETE FROM app.child;
UPDATE app.huge SET b=CONCAT(b, X'00'), t='';
UPDATE `we-ird db`.`select` SET `ünï`='è';
UPDATE `do.t`.`ta.ble` SET v=2;

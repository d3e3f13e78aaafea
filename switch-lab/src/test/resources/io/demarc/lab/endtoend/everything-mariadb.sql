-- SPDX-License-Identifier: Apache-2.0
-- All that a MariaDB 10.11 server can hold; run with its client, since it changes the delimiter.
SET NAMES utf8mb4;
create database if not exists rich character set utf8mb4; use rich;
create table gen(id int primary key, a int, b int as (a*2) virtual, c varchar(50) as (concat('x',a)) stored, key(b));
insert into gen(id,a) select seq,seq from seq_1_to_500;
create table par(id int primary key, v varchar(20)); 
create table kid(id int primary key, pid int, foreign key(pid) references par(id) on delete cascade);
insert into par select seq,'p' from seq_1_to_100; insert into kid select seq,seq from seq_1_to_100;
create table nopk(a int, b varchar(50)); insert into nopk select seq%10, 'dup' from seq_1_to_300;
create table my(a int primary key auto_increment, t longtext) engine=innodb;
insert into my(t) values ('tab\there'),('back\\slash'),('nul\0byte'),('line\nbreak'),('quote''s "and" `tick`'),(repeat('x',200000)),(''),(null);
create table bin(id binary(16) primary key, b varbinary(300), bl longblob, bt bit(13), by1 blob);
insert into bin values (unhex('00000000000000000000000000000001'),unhex('00ff5c27220a0d1a'),unhex('00ff5c27220a0d1a'),b'1010101010101',x'00'),(unhex('ff000000000000000000000000000a0d'),'', '', b'0', null);
create table js(id int primary key, j json, check(json_valid(j))); insert into js values(1,'{"a":"\\u00e9 \\"q\\"","b":[1,2.50,null]}');
create table sp(id int primary key, g geometry not null, p point, spatial index(g)); insert into sp values(1,st_geomfromtext('POLYGON((0 0,1 0,1 1,0 1,0 0))',4326),point(1.23456789012345,2)),(2,st_geomfromtext('POINT(1 1)'),null);
create table l1(a varchar(50) character set latin1 collate latin1_german2_ci primary key, b char(10) character set utf8mb3, c varchar(20) character set utf16, d text character set cp1251, e varchar(20) character set utf8mb4 collate utf8mb4_bin, f enum('é','ß','a,b') character set latin1, g set('x','y','z'));
insert into l1 values('Ärger','ü','Ω€','Привет','😀','é','x,z'),('straße','','','','','ß','');
create table dt(id int primary key, ts timestamp(6) default current_timestamp(6) on update current_timestamp(6), d datetime(3), y year, t time(2), z date, ts0 timestamp null);
insert into dt values(1,'2024-03-31 02:30:00.123456','2024-01-01 00:00:00.5',2024,'-838:59:59.00','0000-00-00',null);
create table num(id bigint unsigned primary key, d decimal(65,30), f double, t tinyint(3) unsigned zerofill, b boolean);
insert into num values(18446744073709551615,12345678901234567890123456789012345.123456789012345678901234567890,1.7976931348623157e308,7,true),(0,-0.000000000000000000000000000001,2.2250738585072014e-308,0,false),(5,0,0.1+0.2,1,1);
create table `sel``ect "x" y.z` (`order` int primary key, `from me` int, `ünïcode` int) ; 
insert into `sel``ect "x" y.z` values(1,2,3);
create table pt(id int, y int, v varchar(10), primary key(id,y)) partition by range(y) subpartition by hash(id) subpartitions 2 (partition p0 values less than (2000), partition `p-1` values less than maxvalue);
insert into pt select seq, 1990+seq%20,'v' from seq_1_to_400;
create table inv(id int primary key, h int invisible default 5, u uuid default uuid(), i6 inet6); insert into inv(id,i6) values(1,'2001:db8::1'); update inv set h=9;
create table comp(id int primary key, c varchar(2000) compressed) row_format=compressed; insert into comp values(1,repeat('a',2000));
create table chk(a int, constraint c1 check (a>0)); insert into chk values(1);
create table csci(k varchar(20) collate utf8mb4_general_ci primary key, v int); insert into csci values('a',1),('B',2),('ß',3);
create view v1 as select id,a from gen; create view v2 as select v1.id, par.v from v1 join par using(id);
create definer=nobody@nowhere view v3 as select 1 as one;
delimiter //
create trigger tr before insert on par for each row begin set new.v=ifnull(new.v,'trig'); end//
create procedure pr(in x int) begin select 'a;b//c' as s, x; end//
create function fu(x int) returns int deterministic return x*2//
create event ev on schedule every 1 second do insert into rich.nopk values(99,'ev')//
delimiter ;

create table bulk(id int primary key, v varchar(400) character set latin1, t timestamp null default current_timestamp, key(t)); insert into bulk(id,v) select seq, concat(seq, repeat(md5(seq), 8)) from seq_1_to_20000;
create table ver(id int primary key, v varchar(20)) with system versioning; insert into ver values (1,'a'),(2,'b'); update ver set v='c' where id=1; delete from ver where id=2;
create table ver2(id int primary key, v int, rs timestamp(6) generated always as row start, re timestamp(6) generated always as row end, period for system_time(rs,re), x int without system versioning) with system versioning; insert into ver2(id,v,x) values (1,1,1); update ver2 set v=2;
create table vera(id int, v int) engine=aria with system versioning; insert into vera values (1,1); update vera set v=2;
create table per(id int, s date, e date, period for p(s,e), unique(id, p without overlaps)); insert into per values (1,'2024-01-01','2024-06-01');
create sequence sq start with 5 increment by 3 cache 10; select next value for sq; create sequence si start with 1 engine=aria;
create table dflt(id int default nextval(sq), a int); insert into dflt(a) values (1);
create table bits(id int primary key, f float, g float(9,2), d double, e double(20,3)); insert into bits values (1, 0.1, 1.5, 0.1e0+0.2e0, 1.5), (2, 16777216, 1, -1.2345678901234567e-200, 1), (3, 0, 0, 0, 0), (4, 1.17549435e-38, 1, -2.2250738585072014e-308, 1);
create table mine(id int primary key, v text, fulltext key ft(v)) engine=myisam comment='not transactional'; insert into mine values (1,'x'),(2,null);
create table ari(id int primary key, v int) engine=aria transactional=1; insert into ari values (1,1); create table mem(id int primary key) engine=memory;
create role reader; grant select on rich.* to reader;
create database `do.t`; create table `do.t`.`ta.ble` (id int primary key, v int); insert into `do.t`.`ta.ble` values (1,1);
create database `do`; create table `do`.`t.ta.ble` (id int primary key); insert into `do`.`t.ta.ble` values (7);

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;

/**
 * How to ask a server for its definitions: the views of information_schema, which both makes have, with their few own columns.
 * What each server chooses by itself (counters, cardinalities, times of creation) is not asked for.
 *
 * <p>Each row is about an object: its kind ({@code k}; empty for a table), schema ({@code s}) and name ({@code n}; empty for the
 * schema itself). It has either one thing of the object ({@code t}) and its words ({@code w}), or several, by their columns' names.
 */
final class Catalogue {
    private static final String TABLE = "'' AS k, table_schema AS s, table_name AS n, ";

    private Catalogue() {}

    /** @param isReplica runs no event that its primary runs */
    static List<String> questions(Dialect dialect, boolean isReplica) {
        return List.of(
                of(
                        "'database' AS k, schema_name AS s, '' AS n, default_character_set_name AS `character set`,"
                                + " default_collation_name AS `collation` FROM information_schema.schemata",
                        "schema_name",
                        ""),
                of(
                        TABLE
                                + "table_type AS `kind`, engine AS `engine`, table_collation AS `collation`, create_options AS `options`,"
                                + " table_comment AS `comment` FROM information_schema.tables",
                        "table_schema",
                        " AND " + TableShape.TABLES),
                columns(dialect),
                indexes(dialect),
                foreignKeys(),
                checks(dialect),
                of(
                        TABLE
                                + "CONCAT_WS(' ','partition',partition_name,subpartition_name) AS t, CONCAT_WS(' ',partition_method,"
                                + "partition_expression,partition_description,subpartition_method,subpartition_expression) AS w"
                                + " FROM information_schema.partitions",
                        "table_schema",
                        " AND partition_name IS NOT NULL"
                                + " ORDER BY table_schema, table_name, partition_ordinal_position, subpartition_ordinal_position"),
                of(
                        "'view' AS k, table_schema AS s, table_name AS n, view_definition AS `definition`, check_option AS `check option`,"
                                + " definer AS `definer`, security_type AS `SQL SECURITY`, character_set_client AS `character set`,"
                                + " collation_connection AS `collation` FROM information_schema.views",
                        "table_schema",
                        ""),
                of(
                        "'trigger' AS k, trigger_schema AS s, trigger_name AS n, CONCAT(action_timing,' ',event_manipulation,' ON ',"
                                + "event_object_table) AS `moment`, action_order AS `order`, action_statement AS `body`, definer AS `definer`, sql_mode AS `sql_mode`,"
                                + " character_set_client AS `character set`, collation_connection AS `collation`"
                                + " FROM information_schema.triggers",
                        "trigger_schema",
                        ""),
                of(
                        "LOWER(routine_type) AS k, routine_schema AS s, routine_name AS n, routine_definition AS `body`,"
                                + " is_deterministic AS `deterministic`, sql_data_access AS `data access`, security_type AS `SQL SECURITY`,"
                                + " definer AS `definer`, sql_mode AS `sql_mode`, routine_comment AS `comment`, character_set_client AS `character set`,"
                                + " collation_connection AS `collation` FROM information_schema.routines",
                        "routine_schema",
                        ""),
                of(
                        "LOWER(routine_type) AS k, specific_schema AS s, specific_name AS n,"
                                + " IF(ordinal_position=0,'returns',CONCAT('parameter ',ordinal_position)) AS t,"
                                + " CONCAT_WS(' ',parameter_mode,parameter_name,dtd_identifier,collation_name) AS w"
                                + " FROM information_schema.parameters",
                        "specific_schema",
                        " AND routine_type IS NOT NULL"),
                events(isReplica));
    }

    private static String of(String words, String schema, String more) {
        return "SELECT " + words + " WHERE " + schema + " NOT IN " + ServerReader.SYSTEM + more;
    }

    private static String columns(Dialect dialect) {
        return of(
                TABLE + "CONCAT('column ',column_name) AS t, CONCAT_WS(' ',column_type,"
                        + "CONCAT('CHARACTER SET ',character_set_name,' COLLATE ',collation_name),"
                        + "IF(is_nullable='NO','NOT NULL',NULL),CONCAT('DEFAULT ',column_default),NULLIF(extra,''),"
                        + "CONCAT('AS (',NULLIF(generation_expression,''),')'),"
                        + (dialect.isMariaDb() ? "" : "CONCAT('SRID ',srs_id),")
                        + "IF(column_comment='',NULL,CONCAT('COMMENT ',QUOTE(column_comment)))) AS w"
                        + " FROM information_schema.columns",
                "table_schema",
                " ORDER BY table_schema, table_name, ordinal_position");
    }

    private static String indexes(Dialect dialect) {
        String hidden = dialect.isMariaDb() ? "IF(ignored='YES',' IGNORED','')" : "IF(is_visible='NO',' INVISIBLE','')";
        String column = dialect.isMariaDb() ? "column_name" : "IFNULL(column_name,CONCAT('(',expression,')'))";
        return of(
                TABLE
                        + "CONCAT('index ',index_name) AS t, CONCAT(IF(seq_in_index=1,CONCAT(IF(non_unique=0,'UNIQUE ',''),index_type,"
                        + hidden + ",IF(index_comment='','',CONCAT(' COMMENT ',QUOTE(index_comment))),' on '),''),"
                        + column
                        + ",IFNULL(CONCAT('(',sub_part,')'),''),IF(collation='D',' DESC','')) AS w"
                        + " FROM information_schema.statistics",
                "table_schema",
                " ORDER BY table_schema, table_name, index_name, seq_in_index");
    }

    private static String foreignKeys() {
        return of(
                "'' AS k, u.table_schema AS s, u.table_name AS n, CONCAT('foreign key ',u.constraint_name) AS t,"
                        + " CONCAT(IF(u.ordinal_position=1,CONCAT('ON UPDATE ',r.update_rule,' ON DELETE ',r.delete_rule,': '),''),"
                        + "u.column_name,' to ',u.referenced_table_schema,'.',u.referenced_table_name,'.',u.referenced_column_name)"
                        + " AS w FROM information_schema.key_column_usage u JOIN information_schema.referential_constraints r"
                        + " ON r.constraint_schema=u.constraint_schema AND r.constraint_name=u.constraint_name"
                        + " AND r.table_name=u.table_name",
                "u.table_schema",
                " AND u.referenced_table_name IS NOT NULL ORDER BY u.table_schema, u.table_name, u.constraint_name,"
                        + " u.ordinal_position");
    }

    private static String checks(Dialect dialect) {
        return dialect.isMariaDb()
                ? of(
                        "'' AS k, constraint_schema AS s, table_name AS n, CONCAT('check ',constraint_name) AS t, check_clause AS w"
                                + " FROM information_schema.check_constraints",
                        "constraint_schema",
                        "")
                : of(
                        "'' AS k, u.table_schema AS s, u.table_name AS n, CONCAT('check ',c.constraint_name) AS t,"
                                + " CONCAT(c.check_clause,IF(u.enforced='NO',' NOT ENFORCED','')) AS w"
                                + " FROM information_schema.check_constraints c JOIN information_schema.table_constraints u"
                                + " ON u.constraint_schema=c.constraint_schema AND u.constraint_name=c.constraint_name"
                                + " AND u.constraint_type='CHECK'",
                        "u.table_schema",
                        "");
    }

    /** A replica has its primary's events disabled. */
    private static String events(boolean isReplica) {
        String idle = "'not run by the replica'";
        String status = isReplica ? "IF(status='ENABLED','run by the replica as well'," + idle + ")" : idle;
        return of(
                "'event' AS k, event_schema AS s, event_name AS n, event_definition AS `body`,"
                        + " CONCAT_WS(' ',event_type,interval_value,interval_field,execute_at,starts,ends) AS `schedule`,"
                        + " on_completion AS `ON COMPLETION`, " + status
                        + " AS `status`, definer AS `definer`, sql_mode AS `sql_mode`, time_zone AS `time zone`,"
                        + " event_comment AS `comment`, character_set_client AS `character set`, collation_connection AS `collation`"
                        + " FROM information_schema.events",
                "event_schema",
                "");
    }
}

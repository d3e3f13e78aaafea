/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a script of a copy prints, as people read it. */
class ScriptTest {
    /** As a real client of MariaDB 10.11 prints it. */
    @Test
    void theServersReasonComesBeforeTheStatementThatItObjectedTo() {
        assertThat(Script.remarks("""
                demarc: sum 00ff
                --------------
                CREATE TABLE t (id INT)
                --------------

                ERROR 1114 (HY000) at line 7: The table 't' is full
                demarc: load 1
                """))
                .isEqualTo("ERROR 1114 (HY000) at line 7: The table 't' is full -------------- CREATE TABLE t (id INT)"
                        + " --------------");
    }

    @Test
    void whatIsNoServersAnswerIsToldAsItIs() {
        assertThat(Script.remarks("mbstream: short read\ndemarc: load 1\n")).isEqualTo("mbstream: short read");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The tables {@code alert}, of what CloudStack was told and not yet told to be over, and {@code alert_number}; within the caller's transaction. */
public final class AlertTable {
    private AlertTable() {}

    public static Set<String> subjects(Handle handle) {
        return new HashSet<>(handle.createQuery("SELECT subject FROM alert")
                .mapTo(String.class)
                .list());
    }

    public static void put(Handle handle, String subject, long atMillis) {
        handle.createUpdate("INSERT INTO alert (subject, raised_at_millis) VALUES (:subject, :at)")
                .bind("subject", subject)
                .bind("at", atMillis)
                .execute();
    }

    public static void remove(Handle handle, String subject) {
        handle.createUpdate("DELETE FROM alert WHERE subject = :subject")
                .bind("subject", subject)
                .execute();
    }

    /** One that no alert has had, until there were more than there are numbers. */
    public static int nextNumber(Handle handle) {
        return handle.createQuery("SELECT next FROM alert_number")
                .mapTo(Integer.class)
                .one();
    }

    public static void useNumber(Handle handle) {
        handle.createUpdate("UPDATE alert_number SET next = next + 1").execute();
    }
}

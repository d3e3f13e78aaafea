/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Freeze;
import io.demarc.switches.SwitchName;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code freeze}; within the caller's transaction. */
public final class FreezeTable {
    private static final String ALL = "*";

    private FreezeTable() {}

    public static List<Freeze> all(Handle handle) {
        return handle.createQuery(
                        "SELECT switch_name, at_millis, actor_kind, actor_name, why FROM freeze ORDER BY switch_name")
                .map((row, context) -> new Freeze(
                        switchName(row.getString("switch_name")),
                        row.getLong("at_millis"),
                        new Actor(Actor.Kind.valueOf(row.getString("actor_kind")), row.getString("actor_name")),
                        row.getString("why")))
                .list();
    }

    /** Replaces the one that there is. */
    public static void put(Handle handle, Freeze freeze) {
        remove(handle, Optional.ofNullable(freeze.switchName()));
        handle.createUpdate("INSERT INTO freeze (switch_name, at_millis, actor_kind, actor_name, why)"
                        + " VALUES (:switch, :at, :actor_kind, :actor_name, :why)")
                .bind("switch", key(Optional.ofNullable(freeze.switchName())))
                .bind("at", freeze.atMillis())
                .bind("actor_kind", freeze.actor().kind().name())
                .bind("actor_name", freeze.actor().name())
                .bind("why", freeze.why())
                .execute();
    }

    /**
     * Whether there was one.
     *
     * @param name empty for the one of every switch
     */
    public static boolean remove(Handle handle, Optional<SwitchName> name) {
        return handle.createUpdate("DELETE FROM freeze WHERE switch_name = :switch")
                        .bind("switch", key(name))
                        .execute()
                > 0;
    }

    private static String key(Optional<SwitchName> name) {
        return name.map(SwitchName::value).orElse(ALL);
    }

    private static @Nullable SwitchName switchName(String key) {
        return key.equals(ALL) ? null : new SwitchName(key);
    }
}

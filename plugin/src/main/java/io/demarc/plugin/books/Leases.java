/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.switches.SwitchName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who may write to a switch: one holder at a time, until a moment. A holder that dies loses it by the passing of time; one
 * that comes back under the same name takes it up again. Thread-safe.
 */
public final class Leases {
    private final Store store;
    private final String holder;
    private final InstantSource clock;

    /** @param holder this daemon's lasting name */
    public Leases(Store store, String holder, InstantSource clock) {
        this.store = store;
        this.holder = holder;
        this.clock = clock;
    }

    /** Takes or renews the lease; empty when it is ours, else how long the other holder has it. */
    public Optional<Duration> acquire(SwitchName name, Duration length) {
        return store.write(handle -> {
            long now = clock.millis();
            int taken = handle.createUpdate("UPDATE lease SET holder = :holder, expires_at_millis = :until"
                            + " WHERE switch_name = :name AND (holder = :holder OR expires_at_millis <= :now)")
                    .bind("holder", holder)
                    .bind("until", now + length.toMillis())
                    .bind("name", name.value())
                    .bind("now", now)
                    .execute();
            if (taken == 1) {
                return Optional.empty();
            }
            Optional<Long> until = expiry(handle, name);
            if (until.isPresent()) {
                return Optional.of(Duration.ofMillis(until.get() - now));
            }
            handle.createUpdate(
                            "INSERT INTO lease (switch_name, holder, expires_at_millis) VALUES (:name, :holder, :until)")
                    .bind("name", name.value())
                    .bind("holder", holder)
                    .bind("until", now + length.toMillis())
                    .execute();
            return Optional.empty();
        });
    }

    /** Whether it is still ours; within the transaction that relies on it. */
    public boolean isHeld(Handle handle, SwitchName name) {
        Instant now = clock.instant();
        return handle.createQuery("SELECT expires_at_millis FROM lease WHERE switch_name = :name AND holder = :holder")
                .bind("name", name.value())
                .bind("holder", holder)
                .mapTo(Long.class)
                .findOne()
                .filter(until -> until > now.toEpochMilli())
                .isPresent();
    }

    public void release(SwitchName name) {
        store.change(handle -> handle.createUpdate("DELETE FROM lease WHERE switch_name = :name AND holder = :holder")
                .bind("name", name.value())
                .bind("holder", holder)
                .execute());
    }

    private static Optional<Long> expiry(Handle handle, SwitchName name) {
        return handle.createQuery("SELECT expires_at_millis FROM lease WHERE switch_name = :name")
                .bind("name", name.value())
                .mapTo(Long.class)
                .findOne();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.SwitchName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that nothing is to be changed for now.
 *
 * @param switchName null for every switch
 * @param why        printable
 */
public record Freeze(@Nullable SwitchName switchName, long atMillis, Actor actor, String why) {
    public boolean covers(SwitchName name) {
        return switchName == null || switchName.equals(name);
    }

    /** {@code switch tor-a1}, or {@code every switch} where the name is null. */
    public static String subject(@Nullable SwitchName name) {
        return name == null ? "every switch" : "switch " + name;
    }

    public String subject() {
        return subject(switchName);
    }

    /** The command that ends it. */
    public String thaw() {
        return "'demarc thaw" + (switchName == null ? "" : " " + switchName) + "'";
    }

    /** {@code every switch is frozen since 2026-11-30T08:15:30Z by root: migration of the core}. */
    public String inWords() {
        return subject() + " is frozen since " + Instant.ofEpochMilli(atMillis) + " by " + actor.name() + ": " + why;
    }
}

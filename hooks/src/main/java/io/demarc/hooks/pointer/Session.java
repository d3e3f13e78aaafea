/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import io.demarc.hooks.node.NodeCommands;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The session that the command runs in, by what its login has set (pam_systemd(8), Desktop Entry Specification).
 *
 * @param desktop such as {@code GNOME} or {@code ubuntu:GNOME}; empty when it doesn't say
 */
record Session(boolean isWayland, String desktop) {
    private static final String ASK = "echo \"$XDG_SESSION_TYPE/$WAYLAND_DISPLAY/$XDG_CURRENT_DESKTOP\"";

    static Session of(NodeCommands machine) {
        String[] told = machine.run(List.of("sh", "-c", ASK, "session"), Duration.ofSeconds(10))
                .stdout()
                .strip()
                .split("/", 3);
        return told.length < 3
                ? new Session(false, "")
                : new Session(told[0].equals("wayland") || !told[1].isEmpty(), told[2]);
    }

    boolean is(String name) {
        return List.of(desktop.toUpperCase(Locale.ROOT).split(":")).contains(name);
    }
}

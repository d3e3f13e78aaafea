/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

/** Told about every command that a simulated switch receives over SSH, on the thread that executes it. */
public interface CommandListener {
    /** The command was received; nothing has happened yet. */
    default void before(String command) {}

    /** The command has been executed; its output has not been sent yet. */
    default void after(String command) {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

/** A key that a step kind knows in {@code with:}. */
public record Setting(String name, boolean isRequired) {
    public static Setting required(String name) {
        return new Setting(name, true);
    }

    public static Setting optional(String name) {
        return new Setting(name, false);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

/** The process is killed at this instruction: nothing catches it. */
public final class Crash extends Error {
    public Crash() {
        super("killed");
    }
}

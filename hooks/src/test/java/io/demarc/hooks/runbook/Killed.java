/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

/** The process ends at this instruction: nothing catches it. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1;

    public Killed() {
        super("killed");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

/** The number of a run: short enough to be typed at night. */
public record RunId(long value) {
    public RunId {
        if (value < 1) {
            throw new IllegalArgumentException("run " + value + " is not a number from 1");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}

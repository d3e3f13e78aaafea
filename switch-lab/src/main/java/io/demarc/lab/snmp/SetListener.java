/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.List;

/** Told about every set that a simulated agent receives, on the thread that executes it. */
public interface SetListener {
    /** The set was received; nothing has happened yet. One line an object: {@code dot1qPvid.7 = 150}. */
    default void before(List<String> lines) {}

    /** The set has been executed or refused; the answer has not been sent yet. */
    default void after(List<String> lines) {}
}

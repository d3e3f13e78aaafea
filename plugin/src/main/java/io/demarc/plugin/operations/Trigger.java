/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.operations.Views.Finding;

/**
 * Something outside that makes the comparison with CloudStack begin sooner than its next turn. What it hears is never believed: it nudges,
 * and the comparison decides. Thread-safe.
 */
public interface Trigger extends AutoCloseable {
    /** Begins to listen, and never waits: what can't be opened now is tried again. */
    void start();

    /** How it is, for {@code doctor}. */
    Finding finding();

    @Override
    void close();
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that a socket is dead although its process lives: run it now and then. One caller at a time. */
public final class SocketWatch implements Runnable {
    /** A machine that stood still for a moment is no reason to begin again. */
    private static final int MOST_SILENCES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);

    private final BooleanSupplier isAnswered;
    private final Runnable whenDead;
    private int silences;

    /** @param whenDead is run once, at the third silence in a row */
    public SocketWatch(BooleanSupplier isAnswered, Runnable whenDead) {
        this.isAnswered = isAnswered;
        this.whenDead = whenDead;
    }

    @Override
    public void run() {
        silences = isAnswered.getAsBoolean() ? 0 : silences + 1;
        if (silences > 0) {
            LOG.warn("the daemon's own socket did not answer it, {} times in a row", silences);
        }
        if (silences == MOST_SILENCES) {
            whenDead.run();
        }
    }
}

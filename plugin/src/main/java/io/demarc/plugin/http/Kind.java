/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

/**
 * Kinds of requests. None takes another's threads: CloudStack's events get through whatever tenants and operators ask.
 *
 * @see Lanes
 */
enum Kind {
    /** Answered at once by whoever read the request: it waits for nothing. */
    AT_ONCE(0, 0),
    /** What CloudStack tells of networks: each may wait for switches. */
    EVENT(160, 512),
    /** Tenants may start as many as they like. */
    ACTION(32, 96),
    /** Operators and their programs. */
    OTHER(48, 48);

    private final int threads;
    private final int places;

    Kind(int threads, int places) {
        this.threads = threads;
        this.places = places;
    }

    /** How many are answered at one time. */
    int threads() {
        return threads;
    }

    /** How many more may wait for their turn, or have their answer not taken yet; any further one is refused. */
    int places() {
        return places;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import java.time.InstantSource;
import java.util.Random;

/**
 * Time, threads and chance: everything about the world that a test wants to hold.
 *
 * @param random for the jitter of retries; thread-safe, as {@link Random} is
 */
public record Surroundings(InstantSource clock, Timers timers, Random random) {}

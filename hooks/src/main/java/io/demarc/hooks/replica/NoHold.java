/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import java.util.Optional;

/** Nothing is held: what is dumped are definitions, of about now. */
final class NoHold implements SourceHold {
    /** Nobody goes on from there. */
    static final Point ABOUT_NOW = new Point(new Coordinates("none.0", 0), "");

    @Override
    public Optional<Point> take() {
        return Optional.of(ABOUT_NOW);
    }

    @Override
    public List<String> dumpOptions() {
        return List.of();
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
}

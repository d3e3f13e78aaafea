/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nothing is held: every table is transactional, and the dump's own snapshot is of one moment, which the dump tells. */
final class SnapshotHold implements SourceHold {
    private final Dialect dialect;

    SnapshotHold(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Optional<Point> take() {
        return Optional.empty();
    }

    @Override
    public List<String> dumpOptions() {
        List<String> options = new ArrayList<>(List.of("--single-transaction"));
        options.addAll(dialect.dumpOptions());
        return options;
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
}

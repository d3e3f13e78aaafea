/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import java.util.Optional;

/** Nothing is held: every table is transactional, and the snapshot of MariaDB's dump is of one moment, which the dump tells. */
final class SnapshotHold implements SourceHold {
    @Override
    public Optional<Point> take() {
        return Optional.empty();
    }

    @Override
    public List<String> dumpOptions() {
        return List.of("--single-transaction", "--master-data=2");
    }

    @Override
    public void release() {}

    @Override
    public void close() {}
}

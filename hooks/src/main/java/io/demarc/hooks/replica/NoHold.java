/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import java.util.Optional;

/** Nothing is held: what is dumped are definitions, of about now. */
final class NoHold implements SourceHold {
    private final SqlClient client;
    private final Dialect dialect;

    NoHold(SqlClient client, Dialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    @Override
    public Optional<Point> take() {
        return client.ask(dialect.showPosition()).stream()
                .findFirst()
                .map(row -> new Point(new Coordinates(row.text("File"), row.number("Position")), ""))
                .or(() -> Optional.of(new Point(new Coordinates("none", 0), "")));
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

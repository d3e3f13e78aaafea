/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import static io.demarc.plugin.books.StoreMarker.ANY;

import io.demarc.plugin.books.StoreMarker.Proven;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether the store is the one that this directory's daemon has worked with, and has all that it committed. Writing is for
 * one caller at a time; the doubt may be asked by anybody.
 */
final class StoreProof implements AutoCloseable {
    private final StoreMarker marker;
    private final Path store;
    private volatile Proven proven;

    private StoreProof(StoreMarker marker, Path store, Proven proven) {
        this.marker = marker;
        this.store = store;
        this.proven = proven;
    }

    /** Opens a connection to the store. */
    interface Connecting {
        Connection connect() throws SQLException;
    }

    /**
     * Before the store is made or migrated: from here on a store that goes missing is missed.
     *
     * @param doing see {@link StoreMarker}
     */
    static StoreProof begin(StateDirectory directory, Connecting connecting, Consumer<String> doing)
            throws SQLException {
        Path store = directory.database();
        StoreMarker marker = new StoreMarker(directory.marker(), doing);
        Proven proven = marker.read().orElse(null);
        if (proven == null) {
            proven = withoutMarker(directory, connecting);
        } else if (isEmpty(store) && proven.doubt().isEmpty() && proven.number() > 0) {
            proven = proven.doubted(store + " is empty or missing, and its journal had reached " + proven.number());
        }
        StoreProof proof = new StoreProof(marker, store, proven);
        proof.put(proven);
        return proof;
    }

    private static Proven withoutMarker(StateDirectory directory, Connecting connecting) throws SQLException {
        Path store = directory.database();
        Proven nothing = new Proven(ANY, 0, "");
        if (isEmpty(store)) {
            return directory.wasUsed() || Files.exists(store)
                    ? nothing.doubted(store + " is empty or missing, and this state directory was used before")
                    : nothing;
        }
        try (Connection connection = connecting.connect()) {
            if (!hasTable(connection, "journal")) {
                return nothing.doubted(store + " holds nothing, and there is no marker beside it");
            }
            long number = highestNumber(connection);
            // A store from before there were markers has no identity yet.
            return hasTable(connection, "store_identity")
                    ? new Proven(
                            identity(connection),
                            number,
                            "there is no marker beside " + store
                                    + ": it is a copy that was put there, or the marker was lost")
                    : new Proven(ANY, number, "");
        }
    }

    private static boolean isEmpty(Path store) {
        try {
            return Files.notExists(store) || Files.size(store) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasTable(Connection connection, String name) throws SQLException {
        return one(connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + name + "'")
                .equals("1");
    }

    /** 0 before the first line. */
    static long highestNumber(Connection connection) throws SQLException {
        return Long.parseLong(one(connection, "SELECT COALESCE(MAX(id), 0) FROM journal"));
    }

    static String identity(Connection connection) throws SQLException {
        return one(connection, "SELECT id FROM store_identity");
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The store as it is now that it is open, against what it once was. */
    void compare(Connection connection) throws SQLException {
        String identity = identity(connection);
        long number = highestNumber(connection);
        if (!proven.doubt().isEmpty()) {
            return;
        }
        if (!proven.identity().equals(ANY) && !proven.identity().equals(identity)) {
            put(proven.doubted(store + " is another store than the one that this state directory had"));
        } else if (number < proven.number()) {
            put(proven.doubted("the journal in " + store + " ends at " + number + ", and it had reached "
                    + proven.number() + ": it was shortened, or restored from an older copy"));
        } else {
            put(new Proven(identity, number, ""));
        }
    }

    Optional<StoreDoubt> doubt() {
        String why = proven.doubt();
        return why.isEmpty() ? Optional.empty() : Optional.of(new StoreDoubt(why));
    }

    /** What was proven before is the evidence for as long as there is a doubt. */
    void committed(long number) {
        if (proven.doubt().isEmpty() && number > proven.number()) {
            proven = new Proven(proven.identity(), number, "");
            marker.advance(proven);
        }
    }

    /** A person has confirmed the store as it is. */
    void accept(String identity, long number) {
        put(new Proven(identity, number, ""));
    }

    private void put(Proven next) {
        marker.put(next);
        proven = next;
    }

    @Override
    public void close() {
        marker.close();
    }
}

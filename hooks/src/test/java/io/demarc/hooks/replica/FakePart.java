/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

/**
 * The one table of a {@link FakeServer} that may be replaced while the rest goes on replicating, and what it doesn't apply
 * meanwhile. It fails the test when its server goes on without end while that table is partly loaded or left out.
 */
final class FakePart {
    static final String TABLE = "orders";

    /** What the server applies nothing to; empty: it applies everything. */
    String leftOut = "";
    /** Whether changes that are logged as rows find other rows there. */
    boolean isUnfit;
    /** Whether it was loaded in part, or as of a moment that the rest has never been at. */
    boolean isPartial;

    int copiesBegun;
    private final FakeDatabases world;
    private final FakeServer server;
    private boolean isStale;
    private int pieces;
    private long moment;

    FakePart(FakeDatabases world, FakeServer server) {
        this.world = world;
        this.server = server;
    }

    void teach() {
        server.change("SET GLOBAL replicate_ignore_table='(|app\\." + TABLE + ")'", (words, session) -> {
            if (server.replication != null && server.replication.isApplying) {
                throw new FakeServer.Refused(
                        "1198 (HY000): This operation cannot be performed as you have a running slave");
            }
            server.claim(world.isLoggingRows, "leaves out changes that don't say whose they are");
            leftOut = words.group(1);
        });
        server.change(
                "START SLAVE IO_THREAD", (words, session) -> server.replicating(words.group()).isReceiving = true);
        server.change("USE `app`", (words, session) -> {});
        server.change(
                "COPY (\\d+) OF " + FakeDatabases.PIECES + " OF `" + TABLE + "` AS OF (\\d+)", (words, session) -> {
                    checkLoading(session);
                    copy(Integer.parseInt(words.group(1)), Long.parseLong(words.group(2)));
                });
    }

    private void checkLoading(FakeSession session) {
        FakeServer.Replication it = server.replicating("a load of " + TABLE);
        server.claim(session.isLoading, "loses a table to somebody who doesn't load a copy");
        server.claim(!it.isApplying, "applies its primary's log while a table of it is loaded");
        server.claim(!session.isLogging, "logs what is loaded");
        server.claim(server.packet == FakeServer.LARGEST_PACKET, "may refuse a row that its source has");
    }

    private void copy(int piece, long at) {
        server.claim(
                at == server.data && at == server.replicating("COPY").applied,
                "is as of " + server.data + " and gets a table as of " + at);
        if (piece == 1) {
            server.drifted.remove(TABLE);
            moment = at;
            pieces = 0;
            copiesBegun++;
        }
        pieces += at == moment ? 1 : 0;
        isPartial = pieces < FakeDatabases.PIECES;
        isUnfit = isPartial;
        isStale = isStale && isPartial;
    }

    /** Somebody starts the thread that applies: to its end, or to none. */
    void started(boolean isEndless) {
        server.claim(!isStale || !leftOut.isEmpty(), "goes on with " + TABLE + ", of which it has left out changes");
        server.claim(!isEndless || leftOut.isEmpty(), "goes on and leaves out changes of " + leftOut);
        server.claim(!isEndless || !isPartial, "goes on with a part of " + TABLE);
    }

    /** Whether the next changes fit what it holds. */
    boolean applies() {
        isStale = isStale || !leftOut.isEmpty();
        isUnfit = isUnfit || isStale;
        return !leftOut.isEmpty() || !isUnfit || !world.isLoggingRows;
    }

    boolean isWell() {
        return leftOut.isEmpty() && !isPartial && !isStale;
    }
}

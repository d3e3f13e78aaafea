/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The append-only record. Lines are written within the transaction of what they tell. Thread-safe. */
public final class Journal {
    private static final int MOST_LINES = 2_000;
    /** Transcripts that go in one transaction: others wait for the store meanwhile. */
    private static final int BATCH = 500;

    private static final int MOST_BATCHES = 100;
    private static final String SELECT = "SELECT j.id, j.at_millis, j.kind, j.actor_kind, j.actor_name, j.switch_name,"
            + " j.port, j.device, j.network_id, j.vlan, j.state_before, j.wanted, j.state_after, j.problem, j.message,"
            + " t.lines FROM journal j LEFT JOIN transcript t ON t.id = j.transcript_id ";

    private final Store store;
    private final InstantSource clock;

    public Journal(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    public void append(Handle handle, JournalDraft draft) {
        handle.createUpdate("INSERT INTO journal (at_millis, kind, actor_kind, actor_name, switch_name, port, device,"
                        + " network_id, vlan, state_before, wanted, state_after, problem, message, transcript_id) VALUES"
                        + " (:at, :kind, :actor_kind, :actor_name, :switch, :port, :device, :network, :vlan, :before,"
                        + " :wanted, :after, :problem, :message, :transcript)")
                .bind("at", clock.millis())
                .bind("kind", draft.kind())
                .bind("actor_kind", draft.actor().kind().name())
                .bind("actor_name", draft.actor().name())
                .bind("switch", draft.switchName())
                .bind("port", draft.port())
                .bind("device", draft.device())
                .bind("network", draft.network())
                .bind("vlan", draft.vlan())
                .bind("before", draft.before())
                .bind("wanted", draft.wanted())
                .bind("after", draft.after())
                .bind("problem", draft.problem())
                .bind("message", draft.message())
                .bind("transcript", draft.transcript())
                .execute();
    }

    /** One line by itself. */
    public void append(JournalDraft draft) {
        store.change(handle -> append(handle, draft));
    }

    /** As {@link #append(JournalDraft)}; answers the line's id. */
    public long appendNumbered(JournalDraft draft) {
        return store.write(handle -> {
            append(handle, draft);
            return handle.createQuery("SELECT MAX(id) FROM journal")
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** Keeps what was said in a session, for the drafts that refer to it; null when nothing was said. */
    public @Nullable Long keepTranscript(Handle handle, List<String> lines) {
        if (lines.isEmpty()) {
            return null;
        }
        List<String> kept = lines.size() > MOST_LINES ? lines.subList(0, MOST_LINES) : lines;
        return handle.createUpdate("INSERT INTO transcript (lines) VALUES (:lines)")
                .bind("lines", String.join("\n", kept))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    /** Forgets what was said in sessions longer ago than this. What was changed, and why, stays for ever. */
    public void forgetTranscripts(Duration kept) {
        long before = clock.millis() - kept.toMillis();
        int forgotten = BATCH;
        for (int batch = 0; batch < MOST_BATCHES && forgotten == BATCH; batch++) {
            forgotten = store.write(handle -> forgetTranscripts(handle, before));
        }
    }

    private static int forgetTranscripts(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM transcript WHERE id IN (SELECT id FROM transcript ORDER BY id"
                        + " LIMIT :batch) AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.transcript_id = transcript.id"
                        + " AND j.at_millis >= :before)")
                .bind("batch", BATCH)
                .bind("before", before)
                .execute();
    }

    /** Entries with an id above {@code after}, oldest first. */
    public List<JournalEntry> after(long after, int limit) {
        return store.read(handle -> handle.createQuery(SELECT + "WHERE j.id > :after ORDER BY j.id LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    /** The newest entries, oldest first. */
    public List<JournalEntry> newest(int limit) {
        List<JournalEntry> newest =
                new ArrayList<>(store.read(handle -> handle.createQuery(SELECT + "ORDER BY j.id DESC LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> entry(row))
                        .list()));
        Collections.reverse(newest);
        return newest;
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        String lines = row.getString("lines");
        long network = row.getLong("network_id");
        boolean hasNetwork = !row.wasNull();
        int vlan = row.getInt("vlan");
        boolean hasVlan = !row.wasNull();
        return new JournalEntry(
                row.getLong("id"),
                row.getLong("at_millis"),
                row.getString("kind"),
                row.getString("actor_kind"),
                row.getString("actor_name"),
                row.getString("switch_name"),
                row.getString("port"),
                row.getString("device"),
                hasNetwork ? network : null,
                hasVlan ? vlan : null,
                row.getString("state_before"),
                row.getString("wanted"),
                row.getString("state_after"),
                row.getString("problem"),
                row.getString("message"),
                lines == null ? List.of() : lines.lines().toList());
    }
}

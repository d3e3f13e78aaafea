/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortSeen;
import io.demarc.switches.PortName;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** A store from before there were adoptions: the ports that Demarc wrote until then are adopted, once. */
public final class AdoptionUpgrade {
    private static final String UNKNOWN = "not written down: adopted before that was done";

    private AdoptionUpgrade() {}

    /** Does nothing in a store that was upgraded already, or is new. */
    public static void run(Books books) {
        books.store().change(handle -> {
            if (AdoptionTable.takeDue(handle)) {
                adoptAll(handle, books);
            }
        });
    }

    private static void adoptAll(Handle handle, Books books) {
        Map<PortAddress, PortSeen> seen = SeenTable.ports(handle);
        int count = 0;
        for (ManagedSwitch managed :
                books.inventories().current(handle).switches().values()) {
            for (PortName port : managed.rules().managed().keySet()) {
                PortAddress address = new PortAddress(managed.name(), port);
                PortSeen known = seen.get(address);
                String was = known == null || known.observed() == null ? UNKNOWN : known.observed();
                AdoptionTable.put(
                        handle, new Adoption(address, books.clock().millis(), Actor.TIMER, false, was, null, null));
                count++;
            }
        }
        books.journal()
                .append(
                        handle,
                        JournalDraft.of(
                                "adopted",
                                Actor.TIMER,
                                "The managed ports of before this version count as adopted: " + count + "."));
    }
}

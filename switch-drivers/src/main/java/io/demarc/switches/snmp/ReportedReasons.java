/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommandResponderEvent;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.mp.PduHandle;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Address;
import org.snmp4j.smi.OID;

/**
 * Keeps what an agent reports about keys. Such reports come in clear, so the library drops them, and nothing may hang on
 * them in a session that works; but they are the only word on why a login gets no answer. Thread-safe.
 */
final class ReportedReasons implements Snmp.ReportHandler {
    private static final Set<OID> ABOUT_KEYS = Set.of(
            SnmpConstants.usmStatsUnknownUserNames,
            SnmpConstants.usmStatsUnsupportedSecLevels,
            SnmpConstants.usmStatsWrongDigests,
            SnmpConstants.usmStatsDecryptionErrors);

    private final Snmp.ReportHandler library;
    private volatile @Nullable PDU last;
    private volatile boolean isAgentThere;
    private volatile @Nullable CompletableFuture<@Nullable PDU> login;

    ReportedReasons(Snmp.ReportHandler library) {
        this.library = library;
    }

    /** The next report about keys answers this request, the first one of a session. */
    void answers(CompletableFuture<@Nullable PDU> request) {
        login = request;
    }

    /** The last report about keys, null when there was none. */
    @Nullable
    PDU last() {
        return last;
    }

    /** Whether there was any report: then there is an agent that speaks SNMPv3. */
    boolean isAgentThere() {
        return isAgentThere;
    }

    @Override
    public <A extends Address> void processReport(PduHandle handle, CommandResponderEvent<A> event) {
        PDU report = event.getPDU();
        isAgentThere = true;
        if (report.size() > 0 && ABOUT_KEYS.contains(report.get(0).getOid())) {
            last = report;
            CompletableFuture<@Nullable PDU> request = login;
            if (request != null) {
                request.complete(report);
            }
        }
        library.processReport(handle, event);
    }
}

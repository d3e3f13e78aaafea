/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * DRBD 9's document, with the members that drbdsetup-status(8) and the source of drbd-utils name. Written from those, not
 * recorded: no kernel with DRBD 9 was at hand.
 */
class StatusJsonTest {
    private static String document(String role, String disk, String connection, String peerVolume) {
        return """
                [
                {
                  "name": "r0", "node-id": 0, "role": "%s", "suspended": false, "suspended-user": false,
                  "suspended-no-data": false, "suspended-fencing": false, "suspended-quorum": false,
                  "force-io-failures": false, "write-ordering": "flush",
                  "devices": [
                    { "volume": 0, "minor": 1000, "disk-state": "%s", "client": false, "open": true, "quorum": true,
                      "size": 1048576, "read": 4, "written": 9, "al-writes": 1, "bm-writes": 0, "upper-pending": 0, "lower-pending": 0 } ],
                  "connections": [
                    { "peer-node-id": 1, "name": "node-b", "connection-state": "%s", "congested": false,
                      "peer-role": "Secondary", "tls": false, "ap-in-flight": 0, "rs-in-flight": 0,
                      "paths": [ { "this_host": { "address": "10.9.0.1", "port": 7788, "family": "ipv4" },
                                   "remote_host": { "address": "10.9.0.2", "port": 7788, "family": "ipv4" }, "established": true } ],
                      "peer_devices": [ { "volume": 0, %s "peer-client": false, "resync-suspended": "no",
                                          "received": 0, "sent": 9, "out-of-sync": 2048, "pending": 0, "unacked": 0 } ] } ]
                }
                ]
                """.formatted(role, disk, connection, peerVolume);
    }

    private static final String WELL = document(
            "Primary",
            "UpToDate",
            "Connected",
            "\"replication-state\": \"Established\", \"peer-disk-state\": \"UpToDate\",");

    @Test
    void aHealthyPairIsRedundant() {
        List<DrbdResource> resources = StatusJson.read(WELL);

        assertThat(resources).singleElement().matches(DrbdResource::isRedundant);
        assertThat(resources.get(0).inWords())
                .isEqualTo("r0 Primary, UpToDate, Connected to node-b (Secondary, UpToDate)");
        assertThat(resources.get(0).volumes().get(0).minor()).isEqualTo(1000);
        assertThat(resources.get(0).volumes().get(0).sizeKib()).isEqualTo(1_048_576);
        assertThat(resources.get(0).outOfSyncKib()).isEqualTo(2048);
    }

    @Test
    void aResyncIsNotRedundantAndTellsHowFarItIs() {
        DrbdResource resource = StatusJson.read(
                        document(
                                "Primary",
                                "UpToDate",
                                "Connected",
                                "\"replication-state\": \"SyncSource\", \"peer-disk-state\": \"Inconsistent\", \"done\": 42.3,"))
                .get(0);

        assertThat(resource.isRedundant()).isFalse();
        assertThat(resource.isResyncing()).isTrue();
        assertThat(resource.donePercent()).hasValue(42.3);
    }

    @Test
    void aConnectionThatStandsAloneIsSeen() {
        DrbdResource resource = StatusJson.read(document(
                        "Primary",
                        "UpToDate",
                        "StandAlone",
                        "\"replication-state\": \"Off\", \"peer-disk-state\": \"DUnknown\","))
                .get(0);

        assertThat(resource.isStandAlone()).isTrue();
        assertThat(resource.isRedundant()).isFalse();
    }

    @Test
    void noResourceAtAllIsAnEmptyDocument() {
        assertThat(StatusJson.read("[\n]\n")).isEmpty();
    }

    @Test
    void whateverIsLostOrGarbledDoesNotLookBetter() {
        String bad = document(
                "Primary",
                "UpToDate",
                "Connected",
                "\"replication-state\": \"SyncSource\", \"peer-disk-state\": \"Inconsistent\",");
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            int at = random.nextInt(bad.length());
            String garbled = random.nextBoolean()
                    ? bad.substring(0, at)
                    : bad.substring(0, at) + (char) (' ' + random.nextInt(95)) + bad.substring(at + 1);
            try {
                assertThat(StatusJson.read(garbled).stream().anyMatch(DrbdResource::isRedundant))
                        .as(garbled)
                        .isFalse();
            } catch (ProblemException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.DRBD_STATE_UNKNOWN);
            }
        }
    }

    @Test
    void moreThanOneDocumentIsRefused() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> StatusJson.read(WELL + WELL));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> StatusJson.read(""));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> StatusJson.read("{}"));
    }
}

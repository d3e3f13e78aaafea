/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

/** Whether a node sees the peer. */
public enum ConnectionState implements DrbdWord {
    /** Not even trying: by order, or after a split brain. */
    STAND_ALONE("StandAlone"),
    DISCONNECTING("Disconnecting"),
    UNCONNECTED("Unconnected"),
    TIMEOUT("Timeout"),
    BROKEN_PIPE("BrokenPipe"),
    NETWORK_FAILURE("NetworkFailure"),
    PROTOCOL_ERROR("ProtocolError"),
    TEAR_DOWN("TearDown"),
    /** DRBD 8.4 calls it WFConnection in /proc/drbd. */
    CONNECTING("Connecting"),
    WF_REPORT_PARAMS("WFReportParams"),
    CONNECTED("Connected");

    private final String word;

    ConnectionState(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}

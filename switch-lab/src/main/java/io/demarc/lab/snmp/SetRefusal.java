/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

/** Why the agent refuses one binding: an error-status of RFC 3416. */
final class SetRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    SetRefusal(int status) {
        super("error-status " + status, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}

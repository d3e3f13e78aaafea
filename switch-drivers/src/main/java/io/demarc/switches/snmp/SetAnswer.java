/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import org.snmp4j.PDU;

/**
 * What the agent answered to a set.
 *
 * @param status error-status of RFC 3416, 0 for noError
 * @param index  which binding it is about, from 1; 0 when none or all
 */
record SetAnswer(int status, int index) {
    boolean isGood() {
        return status == PDU.noError;
    }

    /** Whether the same object might take another value or type. */
    boolean isAboutTheValue() {
        return status == PDU.wrongType
                || status == PDU.wrongValue
                || status == PDU.wrongEncoding
                || status == PDU.wrongLength
                || status == PDU.badValue
                || status == PDU.inconsistentValue;
    }

    /** Acknowledged, or refused in a way that some agents use for what they do all the same. */
    boolean mayHaveHappened() {
        return isGood() || status == PDU.genErr || status == PDU.commitFailed || status == PDU.undoFailed;
    }

    /** The name in RFC 3416 and the number: {@code wrongType(7)}. */
    String inWords() {
        return words(status);
    }

    static String words(int status) {
        String name = switch (status) {
            case PDU.noError -> "noError";
            case PDU.tooBig -> "tooBig";
            case PDU.noSuchName -> "noSuchName";
            case PDU.badValue -> "badValue";
            case PDU.readOnly -> "readOnly";
            case PDU.genErr -> "genErr";
            case PDU.noAccess -> "noAccess";
            case PDU.wrongType -> "wrongType";
            case PDU.wrongLength -> "wrongLength";
            case PDU.wrongEncoding -> "wrongEncoding";
            case PDU.wrongValue -> "wrongValue";
            case PDU.noCreation -> "noCreation";
            case PDU.inconsistentValue -> "inconsistentValue";
            case PDU.resourceUnavailable -> "resourceUnavailable";
            case PDU.commitFailed -> "commitFailed";
            case PDU.undoFailed -> "undoFailed";
            case PDU.authorizationError -> "authorizationError";
            case PDU.notWritable -> "notWritable";
            case PDU.inconsistentName -> "inconsistentName";
            default -> "error";
        };
        return name + "(" + status + ")";
    }
}

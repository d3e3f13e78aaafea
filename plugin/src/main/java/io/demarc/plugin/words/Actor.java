/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/**
 * Who caused something.
 *
 * @param kind operator (UNIX user), cloudstack (an event), tenant (a custom action), timer
 * @param name the UNIX user, the event's command, the network's owner; empty where there is none
 */
public record Actor(Kind kind, String name) {
    public static final Actor TIMER = new Actor(Kind.TIMER, "");

    public enum Kind {
        OPERATOR,
        CLOUDSTACK,
        TENANT,
        TIMER
    }
}

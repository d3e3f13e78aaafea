/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

/** A custom action is refused, in words that are made for tenants. */
final class NotDone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDone(String why) {
        super(why);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/**
 * Who owns a device or a network in CloudStack.
 *
 * @param domain path of the domain, such as {@code ROOT/acme}, without a slash at either end
 * @param kind   account or project
 * @param name   the account's or project's name within the domain
 */
public record Owner(String domain, Kind kind, String name) {
    private static final Pattern PATH = Pattern.compile("ROOT(?:/[^/\\p{Cntrl}]{1,255}){0,32}");

    public Owner {
        if (!PATH.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "domain '" + Printable.of(domain) + "' is not a domain path such as ROOT or ROOT/acme");
        }
        if (!name.matches("[^\\p{Cntrl}]{1,255}")) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(name) + "' is not the name of an account or a project");
        }
    }

    public enum Kind {
        ACCOUNT,
        PROJECT
    }

    /** For messages: {@code account alice in ROOT/acme}. */
    @Override
    public String toString() {
        return (kind == Kind.ACCOUNT ? "account " : "project ") + Printable.of(name) + " in " + Printable.of(domain);
    }
}

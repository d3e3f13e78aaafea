/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Who owns a network in the simulated CloudStack.
 *
 * @param domainPath such as {@code ROOT/acme}
 * @param isProject  whether {@code name} is a project's name instead of an account's
 * @param name       empty for a shared network of the whole domain
 */
public record NetworkOwner(String domainPath, boolean isProject, String name) {
    public static NetworkOwner account(String domainPath, String name) {
        return new NetworkOwner(domainPath, false, name);
    }

    public static NetworkOwner project(String domainPath, String name) {
        return new NetworkOwner(domainPath, true, name);
    }

    /** The domain as a whole: nobody in particular. */
    public static NetworkOwner domain(String domainPath) {
        return new NetworkOwner(domainPath, false, "");
    }

    boolean isDomain() {
        return name.isEmpty();
    }

    String domainName() {
        return domainPath.substring(domainPath.lastIndexOf('/') + 1);
    }

    /** Always the same for the same domain. */
    String domainUuid() {
        return uuidOf("domain " + domainPath);
    }

    /** Always the same for the same account or project. */
    String uuid() {
        return uuidOf(this.toString());
    }

    private static String uuidOf(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

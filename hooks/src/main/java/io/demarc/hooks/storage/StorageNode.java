/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import java.util.regex.Pattern;

/**
 * One node of a pair.
 *
 * @param name                 its host name, as DRBD's configuration and the cluster manager know it
 * @param replicationAddress   the IP address by which the other node replicates to it
 * @param replicationInterface the network interface that has this address, by its lasting name
 * @param managementInterface  the one by which Demarc reaches it, by its lasting name
 */
public record StorageNode(
        String name, String replicationAddress, String replicationInterface, String managementInterface) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    /** As long as Linux lets it be, and nothing that a file or a shell reads otherwise. */
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

    public StorageNode {
        name = require(NAME, name, "a host name without its domain");
        replicationInterface = require(INTERFACE, replicationInterface, "the name of a network interface");
        managementInterface = require(INTERFACE, managementInterface, "the name of a network interface");
    }

    private static String require(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not " + what);
        }
        return text;
    }

    @Override
    public String toString() {
        return name;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.List;
import java.util.Optional;

/** The declared gateways. Thread-safe. */
@FunctionalInterface
public interface Gateways {
    List<Gateway> all();

    default Optional<Gateway> named(String name) {
        return all().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    default Optional<Gateway> having(IpAddress address) {
        return all().stream().filter(it -> it.addresses().contains(address)).findFirst();
    }
}

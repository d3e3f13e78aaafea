/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.Optional;

/** A cloud that gives addresses to its machines, and moves them itself. Thread-safe. */
@FunctionalInterface
public interface AddressOwners {
    /**
     * Who has the address in the cloud, in words such as {@code virtual machine 'web' of account alice}.
     *
     * @return nothing when it is nobody's there, or there is no cloud to ask
     * @throws io.demarc.problem.ProblemException when the cloud can't be asked
     */
    Optional<String> ownerOf(IpAddress address);
}

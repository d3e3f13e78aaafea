/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import java.util.Optional;

/** What the cloud says of the maintenance of its hosts and storage pools. Thread-safe. */
public interface CloudMaintenance {
    /** Where there is no cloud to ask. */
    CloudMaintenance NONE = new CloudMaintenance() {
        @Override
        public Optional<String> ofPool(String uuid) {
            return Optional.empty();
        }

        @Override
        public Optional<String> ofHost(String uuid) {
            return Optional.empty();
        }
    };

    /**
     * The pool's state if it is in maintenance or on the way there, such as {@code Maintenance}; empty when it is not.
     *
     * @throws io.demarc.problem.ProblemException {@code CLOUDSTACK_UNREACHABLE}
     */
    Optional<String> ofPool(String uuid);

    /** The host's, as {@link #ofPool}. */
    Optional<String> ofHost(String uuid);
}

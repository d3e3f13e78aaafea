/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** The directory of a daemon that was not told where CloudStack is: it knows nobody. Thread-safe. */
public final class NetworksUnknown implements NetworkDirectory {
    @Override
    public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
        throw unknown();
    }

    @Override
    public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
        throw unknown();
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        throw unknown();
    }

    @Override
    public List<Tag> tags(String key, Deadline deadline) {
        throw unknown();
    }

    private static ProblemException unknown() {
        return ProblemException.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "The daemon's configuration does not say where CloudStack's API is: owners of networks are unknown.",
                "Add the section 'cloudstack' to demarc.yaml and restart the daemon.");
    }
}

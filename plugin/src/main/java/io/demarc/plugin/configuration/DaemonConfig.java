/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code demarc.yaml} says. Secrets are references until the moment of use.
 *
 * @param socket              the UNIX socket that the entry point and the command line speak to
 * @param stateDirectory      database, known host keys, node identity; mode 0700
 * @param platformDirectories further platform definitions, later ones win
 * @param manage              how far the daemon may go with any switch, whatever is adopted
 * @param keepTranscripts     how long the journal keeps what was said in sessions with switches
 * @param cloudStack          null: Demarc cannot know owners, and attaches nothing that it has not known before
 */
public record DaemonConfig(
        Path socket,
        Path stateDirectory,
        List<Path> platformDirectories,
        Manage manage,
        Duration keepTranscripts,
        @Nullable CloudStackAccess cloudStack,
        Reconciling reconciling,
        SwitchTimeouts switchTimeouts) {
    public DaemonConfig {
        platformDirectories = List.copyOf(platformDirectories);
    }

    /** OpenSSH known_hosts file of the switches' host keys. */
    public Path knownHosts() {
        return stateDirectory.resolve("known_hosts");
    }

    /**
     * CloudStack's API.
     *
     * @param endpoint     such as {@code https://cloud.example/client/api}
     * @param pollInterval how often networks are compared with what CloudStack says
     * @param timeout      longest wait for one answer
     * @param attachByTag  whether a network's tag attaches its owner's devices
     * @param caFile       PEM file of the authority to trust instead of the Java run time's; null for those
     * @param alerts       whether what lasts is raised as an alert of CloudStack's
     * @param triggers     what makes such a comparison begin sooner
     */
    public record CloudStackAccess(
            URI endpoint,
            SecretReference apiKey,
            SecretReference secretKey,
            Duration pollInterval,
            Duration timeout,
            boolean verifyTls,
            boolean attachByTag,
            @Nullable Path caFile,
            boolean alerts,
            Triggers triggers) {}

    /**
     * How wishes become ports.
     *
     * @param resyncInterval how often every switch is read although nobody asked
     * @param attachFailure  what CloudStack is told when an implemented network's port could not be set
     * @param gatherWindow   how long a switch's first request waits for others to share its session
     * @param save           when a switch saves its running configuration
     * @param saveDelay      for {@link SavePolicy#DELAYED}
     * @param switchDeadline longest session with one switch
     * @param longestRetry   longest pause between attempts at a switch that fails
     * @param mostChanges    how many ports may be changed in a minute
     */
    public record Reconciling(
            Duration resyncInterval,
            AttachFailure attachFailure,
            Duration gatherWindow,
            SavePolicy save,
            Duration saveDelay,
            Duration switchDeadline,
            Duration longestRetry,
            MostChanges mostChanges) {}

    /** Ports changed in any minute; what takes a tenant's VLAN off a port is never counted. */
    public record MostChanges(int onOneSwitch, int onAll) {}

    /** Defaults for switches whose inventory entry says nothing else. */
    public record SwitchTimeouts(Duration connect, Duration command) {}

    public enum AttachFailure {
        /** The tenant's virtual machine starts; the port follows as soon as its switch can be reached. */
        CONTINUE,
        /** CloudStack rolls the network back. */
        FAIL
    }

    public enum SavePolicy {
        /** In the session that changed something. */
        PER_BATCH,
        /** Some time after the last change. */
        DELAYED,
        /** By somebody else. */
        NEVER
    }
}

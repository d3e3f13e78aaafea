/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens sessions with switches: at most two with one switch at a time, one for the reconciler and one for people who only
 * want to look. Thread-safe.
 */
public final class SwitchSessions {
    private final Platforms platforms;
    private final DaemonConfig config;
    private final Timers timers;
    private final Set<SwitchName> looking = new HashSet<>();

    public SwitchSessions(Platforms platforms, DaemonConfig config, Timers timers) {
        this.platforms = platforms;
        this.config = config;
        this.timers = timers;
    }

    public Platform platformOf(ManagedSwitch managed) {
        return platforms.find(managed.platform());
    }

    /** Which definition drives the switch: where it stands, and which text it is. */
    public String definitionOf(ManagedSwitch managed) {
        return platforms.inWords(managed.platform());
    }

    /** In words, the definitions that don't come with Demarc. */
    public List<String> ownDefinitions() {
        return platforms.ownInWords();
    }

    /** Why a release on the switch would never count, if that is so. */
    public Optional<Problem> releasesNothing(ManagedSwitch managed) {
        return Saving.releasesNothing(
                managed, platformOf(managed), config.reconciling().save());
    }

    /** Reads the login's secrets and opens a session, which the caller closes. */
    SwitchSession open(ManagedSwitch managed, Deadline deadline) {
        return platformOf(managed).open(access(managed), deadline);
    }

    /** Everything needed to open a session, secrets included. */
    public SwitchAccess access(ManagedSwitch managed) {
        ManagedSwitch.Endpoint endpoint = managed.endpoint();
        Duration connect = endpoint.connectTimeout();
        Duration command = endpoint.commandTimeout();
        boolean isSsh = platformOf(managed).transport() == Platform.Transport.SSH;
        return new SwitchAccess(
                managed.name(),
                endpoint.host(),
                endpoint.port(),
                managed.login().resolve(),
                isSsh ? config.knownHosts() : null,
                connect == null ? config.switchTimeouts().connect() : connect,
                command == null ? config.switchTimeouts().command() : command,
                endpoint.bridge(),
                managed.overrides());
    }

    /** Looks at a switch in a session of its own; throws {@code SWITCH_BUSY} when somebody else looks until the deadline. */
    public <T> T look(ManagedSwitch managed, Deadline deadline, Function<SwitchSession, T> reading) {
        if (!timers.await(() -> begin(managed.name()), deadline)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_BUSY,
                    "Switch " + managed.name() + " is being looked at by somebody else.",
                    "Try again in a while.");
        }
        try (SwitchSession session = open(managed, deadline)) {
            return reading.apply(session);
        } finally {
            end(managed.name());
        }
    }

    private boolean begin(SwitchName name) {
        synchronized (looking) {
            return looking.add(name);
        }
    }

    private void end(SwitchName name) {
        synchronized (looking) {
            looking.remove(name);
        }
        timers.wake();
    }
}

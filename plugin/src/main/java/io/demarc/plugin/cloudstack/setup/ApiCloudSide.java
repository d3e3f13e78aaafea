/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import io.demarc.access.Deadline;
import io.demarc.plugin.cloudstack.ApiAlerts;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.cloudstack.CloudStackVersion;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.operations.CloudSide;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link CloudSide} over the API, with the daemon's own keys, and over this machine's files. Thread-safe. */
public final class ApiCloudSide implements CloudSide {
    /** Where CloudStack's packages keep extensions. The daemon's role may not list them: their details may be others' secrets. */
    public static final Path EXTENSIONS = Path.of("/usr/share/cloudstack-management/extensions");
    /** Names nothing, so nothing is listed, and no alert raised: CloudStack looks at the caller's role before it looks at the request. */
    private static final Map<String, String> NOTHING =
            Map.of("id", "00000000-0000-4000-8000-000000000000", "page", "1", "pagesize", "1");

    private static final Duration MOST_SKEW = Duration.ofSeconds(30);
    private static final String SUBJECT = "cloudstack";

    private final HttpCloudStackApi api;
    private final ApiAlerts alerts;
    private final Map<String, String> rights;
    private final OwnedFile entryPoint;

    /**
     * Asks nothing yet.
     *
     * @param extensions directory of CloudStack's extensions, if this is a management server
     * @param owner      of the entry point
     */
    public ApiCloudSide(
            HttpCloudStackApi api, CloudStackAccess access, InstantSource clock, Path extensions, String owner) {
        this.api = api;
        this.alerts = new ApiAlerts(api, clock);
        this.rights = DaemonRole.rights(access.alerts());
        this.entryPoint = EntryPoint.in(extensions, owner);
    }

    @Override
    public void alert(int number, String text) {
        alerts.raise(number, text);
    }

    @Override
    public List<Finding> examine(Deadline deadline) {
        List<Finding> findings = new ArrayList<>();
        try {
            Optional<CloudStackVersion> version = version(deadline);
            version.map(ApiCloudSide::ofVersion).ifPresent(findings::add);
            api.lead().map(ApiCloudSide::ofClock).ifPresent(findings::add);
            findings.addAll(ofRole(deadline));
            if (version.map(CloudStackVersion::hasExtensions).orElse(true)) {
                findings.addAll(ofEntryPoint());
            }
        } catch (ProblemException e) {
            findings.add(new Finding(
                    SUBJECT,
                    "failed",
                    e.problem().summary() + " The rest was not looked at.",
                    e.problem().fix()));
        }
        return findings;
    }

    private Optional<CloudStackVersion> version(Deadline deadline) {
        try {
            return Optional.of(CloudStackVersion.asked(api, deadline));
        } catch (ApiRefusal e) {
            return Optional.empty();
        }
    }

    private static Finding ofVersion(CloudStackVersion version) {
        if (!version.isSupported()) {
            return new Finding(
                    SUBJECT,
                    "warning",
                    "it tells that it is version '" + version.text() + "', and Demarc works with "
                            + CloudStackVersion.OLDEST + " and later",
                    "Upgrade CloudStack.");
        }
        return ok("version " + version.text()
                + (version.hasExtensions()
                        ? ": it can call Demarc; 'demarc cloudstack setup --check' tells whether extension,"
                                + " actions and offerings are as set up"
                        : ": it can't call Demarc, which follows its API"));
    }

    private static Finding ofClock(Duration lead) {
        String words =
                lead.abs().toSeconds() + " seconds " + (lead.isNegative() ? "behind" : "ahead of") + " this machine's";
        return lead.abs().compareTo(MOST_SKEW) <= 0
                ? ok("its clock and this machine's agree within " + MOST_SKEW.toSeconds() + " seconds")
                : new Finding(
                        SUBJECT,
                        "warning",
                        "its clock is " + words + "; requests are signed for "
                                + HttpCloudStackApi.VALIDITY.toSeconds()
                                + " seconds, and refused as forged beyond that",
                        "Set both clocks right (NTP).");
    }

    private List<Finding> ofRole(Deadline deadline) {
        List<String> missing = new ArrayList<>();
        rights.forEach((command, why) -> {
            if (!isAllowed(command, deadline)) {
                missing.add(command + " (" + why + ")");
            }
        });
        return missing.isEmpty()
                ? List.of(ok("the daemon may call all that it calls"))
                : List.of(new Finding(
                        SUBJECT,
                        "warning",
                        "the role of the daemon's key has no rule that allows " + String.join(", ", missing),
                        "'demarc cloudstack setup' gives the role its rules. Without the one for generateAlert there are"
                                + " no alerts: say cloudstack.alerts: false if that is meant."));
    }

    private boolean isAllowed(String command, Deadline deadline) {
        try {
            api.ask(command, NOTHING, deadline);
            return true;
        } catch (ApiRefusal e) {
            return !e.isOfCommand();
        }
    }

    /** A machine without a management server has none, and needs none. */
    private List<Finding> ofEntryPoint() {
        if (!Files.isDirectory(entryPoint.directory())) {
            return List.of();
        }
        return List.of(EntryPoint.fault(entryPoint)
                .map(fault -> new Finding(
                        "entry point",
                        "warning",
                        entryPoint.path() + ": " + fault,
                        "'demarc cloudstack setup', run here as root, puts it in place; then look whether the daemon is"
                                + " of the same version."))
                .orElseGet(() -> new Finding("entry point", "ok", entryPoint.path() + " is this version's", "")));
    }

    private static Finding ok(String message) {
        return new Finding(SUBJECT, "ok", message, "");
    }
}

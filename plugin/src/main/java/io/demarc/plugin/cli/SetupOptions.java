/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Printable;
import io.demarc.hooks.node.OwnMachine;
import io.demarc.plugin.cloudstack.setup.CloudStackSetup;
import io.demarc.plugin.cloudstack.setup.CloudStackSetup.Mode;
import io.demarc.plugin.cloudstack.setup.OfferingChoice;
import io.demarc.plugin.cloudstack.setup.SetupOrder;
import io.demarc.plugin.cloudstack.setup.SetupOrder.Users;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What set-up and removal have in common: CloudStack, an administrator's keys, and this machine's users. */
final class SetupOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "/etc/demarc/demarc.yaml",
            description = "The daemon's configuration, whose section cloudstack: says where the API is and where the"
                    + " daemon's keys are. Default: ${DEFAULT-VALUE}.")
    private Path config = Path.of("");

    @Option(
            names = "--admin-api-key",
            paramLabel = "REF",
            defaultValue = "$${env:CLOUDSTACK_API_KEY}",
            description = "Where a root administrator's API key is: '$${file:/PATH}' or '$${env:NAME}'. It is stored"
                    + " nowhere. Default: ${DEFAULT-VALUE}.")
    private String adminApiKey = "";

    @Option(
            names = "--admin-secret-key",
            paramLabel = "REF",
            defaultValue = "$${env:CLOUDSTACK_SECRET_KEY}",
            description = "Where the secret key to it is. Default: ${DEFAULT-VALUE}.")
    private String adminSecretKey = "";

    @Option(
            names = "--daemon-user",
            paramLabel = "USER",
            defaultValue = "demarc",
            description = "Who the daemon runs as, and so owns its key files. Default: ${DEFAULT-VALUE}.")
    private String daemonUser = "";

    @Option(
            names = "--server-user",
            paramLabel = "USER",
            defaultValue = "cloud",
            description = "Who the management server runs as. Default: ${DEFAULT-VALUE}.")
    private String managementUser = "";

    @Option(names = "--dry-run", description = "Only show what would be done, call by call; exit 1 if anything would.")
    private boolean dryRun;

    Mode mode() {
        return dryRun ? Mode.DRY_RUN : Mode.RUN;
    }

    CloudStackSetup removal(Terminal terminal) {
        return setup(terminal, order(List.of(), null, Set.of(), true, false));
    }

    CloudStackSetup setup(Terminal terminal, SetupOrder order) {
        return new CloudStackSetup(order, Clock.systemUTC(), new OwnMachine(), SetupOptions::await, terminal::line);
    }

    SetupOrder order(
            List<String> physicalNetworks,
            @Nullable String zone,
            Set<OfferingChoice> offerings,
            boolean tenantsMayPlug,
            boolean rotateKeys) {
        return new SetupOrder(
                access(),
                reference("--admin-api-key", adminApiKey),
                reference("--admin-secret-key", adminSecretKey),
                physicalNetworks,
                zone,
                offerings,
                tenantsMayPlug,
                new Users("root", daemonUser, managementUser),
                rotateKeys);
    }

    private CloudStackAccess access() {
        CloudStackAccess access = DaemonConfigFile.read(config).cloudStack();
        if (access == null) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "Configuration " + config + " has no section cloudstack:.",
                    "Write endpoint, api-key and secret-key there: the endpoint is the API's address, the keys are"
                            + " files that are yet to be written.");
        }
        return access;
    }

    private static SecretReference reference(String option, String text) {
        try {
            return SecretReference.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    option + ": " + Printable.of(String.valueOf(e.getMessage())),
                    "A key on the command line would be in everybody's list of processes.");
        }
    }

    private static void await(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(
                    ProblemCode.DEADLINE_PASSED, "The command was interrupted.", "Run it again: it goes on.");
        }
    }
}

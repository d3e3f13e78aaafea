/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.cloudstack.setup.CloudStackSetup.Mode;
import io.demarc.plugin.cloudstack.setup.OfferingChoice;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.DeviceView;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cloudstack",
        description = "What CloudStack needs so that it can call Demarc, or Demarc can follow its API.",
        footer = {"", "Example:", "  demarc cloudstack setup --check"})
final class CloudStackCommands {
    private final Terminal terminal;

    CloudStackCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where, and what of it: for the set-up alone. */
    static final class Wanted {
        @Option(
                names = "--physical-network",
                paramLabel = "NAME",
                description =
                        "Name or UUID of a physical network whose VLANs Demarc is to serve; may be repeated. Default:"
                                + " the only one that separates guests by VLAN.")
        private List<String> physicalNetworks = List.of();

        @Option(
                names = "--zone",
                paramLabel = "NAME",
                description = "Name or UUID of the physical networks' zone. Default: any.")
        private @Nullable String zone;

        @Option(
                names = "--offering",
                paramLabel = "KIND",
                converter = Offering.class,
                description = "isolated, isolated-router, l2, shared or vpc-tier; may be repeated. Default: the first"
                        + " three. docs/cloudstack.md says what each is.")
        private Set<OfferingChoice> offerings = OfferingChoice.USUAL;

        @Option(
                names = "--no-tenant-plugging",
                description = "The actions attach-device and detach-device are for administrators only.")
        private boolean noTenantPlugging;

        @Option(
                names = "--rotate-keys",
                description = "Give the daemon a new pair of keys and delete every other that it had.")
        private boolean rotateKeys;

        @Option(names = "--check", description = "Only say what isn't as it has to be; exit 1 if anything isn't.")
        private boolean check;
    }

    /** Words of the command line, such as {@code vpc-tier}. */
    static final class Offering implements picocli.CommandLine.ITypeConverter<OfferingChoice> {
        @Override
        public OfferingChoice convert(String text) {
            for (OfferingChoice choice : OfferingChoice.values()) {
                if (choice.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                    return choice;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + text + "' is none of isolated, isolated-router, l2, shared and vpc-tier");
        }
    }

    @Command(
            name = "setup",
            description = {
                "Makes CloudStack and this management server as Demarc needs them; needs no daemon.",
                "Role, account and keys for the daemon, the extension with its entry point, the provider on",
                "physical networks, custom actions, offerings, and the webhook that demarc.yaml tells of; each is",
                "read back. It does what is missing: run again, it changes nothing, or goes on where it stopped.",
                "CloudStack 4.18 to 4.22 can't call Demarc, and gets role, account, keys and webhook alone. Run it as",
                "root."
            },
            footer = {"", "Example:", "  demarc cloudstack setup --dry-run --physical-network pn0"})
    int setup(@Mixin SetupOptions options, @Mixin Wanted wanted) {
        boolean isDone = options.setup(
                        terminal,
                        options.order(
                                wanted.physicalNetworks,
                                wanted.zone,
                                wanted.offerings,
                                !wanted.noTenantPlugging,
                                wanted.rotateKeys))
                .setUp(wanted.check ? Mode.CHECK : options.mode());
        return ExitStatus.doneIf(isDone);
    }

    @Command(
            name = "remove",
            description = {
                "Takes away what 'setup' made, unless anything still needs it.",
                "It refuses while a device is attached, which the daemon is asked, and while any network, VPC or",
                "further offering in CloudStack, in whatever state, names Demarc as a provider. Run it as root."
            },
            footer = {"", "Example:", "  demarc cloudstack remove --dry-run"})
    int remove(@Mixin SocketOption socket, @Mixin SetupOptions options) {
        requireNoAttachment(socket);
        return ExitStatus.doneIf(options.removal(terminal).remove(options.mode()));
    }

    private void requireNoAttachment(SocketOption socket) {
        String attached;
        try (DaemonClient daemon = socket.connect(terminal)) {
            attached = Json.readAll(daemon.get("devices"), DeviceView.class).stream()
                    .filter(device -> device.network() != null)
                    .map(DeviceView::name)
                    .collect(Collectors.joining(", "));
        }
        if (!attached.isEmpty()) {
            throw Problem.of(
                            ProblemCode.CONFLICT,
                            "These devices are attached to networks: " + attached + ".",
                            "Detach them first: without CloudStack's word nobody takes their ports out of the VLANs.")
                    .exception();
        }
    }
}

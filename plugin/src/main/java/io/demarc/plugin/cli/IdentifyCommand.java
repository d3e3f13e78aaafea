/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Login;
import io.demarc.plugin.cli.PlatformCommands.Directories;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.cli.Identified;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.snmp.AgentIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "identify",
        description = {
            "Tells which platform a switch is of; it need not be in the inventory, and nothing is written to it.",
            "Over SSH by its prompt and what it answers to one command after the other that only shows.",
            "With --snmp-user over SNMPv3, by sysObjectID and sysDescr. Exit 1 if no platform is known for it.",
            "Over SSH without --fingerprint it shows the switch's key, and nobody logs in."
        },
        footer = {
            "",
            "Examples:",
            "  demarc switch identify 192.0.2.10 --user reader --fingerprint SHA256:1lCxb8...",
            "  demarc switch identify 192.0.2.10 --snmp-user reader"
        })
final class IdentifyCommand implements Callable<Integer> {
    private static final int MOST_PRINTED = 6;

    private final Terminal terminal;

    @Mixin
    private Directories directories = new Directories();

    @Mixin
    private SwitchByAddress target = new SwitchByAddress();

    @Option(names = "--snmp-user", paramLabel = "USER", description = "Ask over SNMPv3, as this user.")
    private @Nullable String snmpUser;

    @Option(
            names = "--auth",
            paramLabel = "REF",
            defaultValue = "$${env:SNMP_AUTH}",
            description = "Where its authentication secret is. Default: ${DEFAULT-VALUE}.")
    private String auth = "";

    @Option(
            names = "--auth-protocol",
            paramLabel = "NAME",
            defaultValue = "SHA256",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Login.AuthProtocol authProtocol = Login.AuthProtocol.SHA256;

    @Option(
            names = "--priv",
            paramLabel = "REF",
            defaultValue = "$${env:SNMP_PRIV}",
            description = "Where its privacy secret is. Default: ${DEFAULT-VALUE}.")
    private String priv = "";

    @Option(
            names = "--priv-protocol",
            paramLabel = "NAME",
            defaultValue = "AES128",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Login.PrivProtocol privProtocol = Login.PrivProtocol.AES128;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "HOST or HOST:PORT of the switch.")
    private String address = "";

    IdentifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Platforms platforms = directories.load();
        return snmpUser == null ? overSsh(platforms) : overSnmp(platforms, snmpUser);
    }

    private int overSsh(Platforms platforms) {
        Optional<Identified> told = target.visit(address, terminal, platforms::identify);
        return told.map(this::tell).orElse(ExitStatus.DIFFERS.code());
    }

    private int tell(Identified told) {
        Table table = Table.plain()
                .row("ssh server", told.server())
                .row("prompt", told.prompt())
                .row(
                        "asked",
                        told.asked().isEmpty()
                                ? "nothing: no platform has such a prompt"
                                : String.join("; ", told.asked()));
        for (Identified.Found found : told.found()) {
            table.row("platform", found.platform() + " (" + found.title() + ")");
            table.row("version", found.version().orElse("not told"));
        }
        table.print(terminal);
        if (told.found().isEmpty()) {
            terminal.line("No platform is known for it. It printed:");
            told.printed().stream().limit(MOST_PRINTED).forEach(line -> terminal.line("  | " + Terminal.plain(line)));
        }
        if (told.found().size() > 1) {
            terminal.line("More than one platform may do: 'demarc platform try' tells which reads its ports.");
        }
        return ExitStatus.doneIf(!told.found().isEmpty());
    }

    private int overSnmp(Platforms platforms, String user) {
        Login login = new Login.SnmpV3(
                user,
                authProtocol,
                SwitchByAddress.secret("--auth", auth),
                privProtocol,
                SwitchByAddress.secret("--priv", priv),
                null);
        AgentIdentity agent = target.ask(address, login, (access, deadline) -> AgentIdentity.ask(access, deadline));
        Table table = Table.plain().row("sysObjectID", agent.objectId()).row("sysDescr", agent.description());
        List<Platform> found = platforms.identify(agent);
        found.forEach(platform -> table.row("platform", platform.name() + " (" + platform.title() + ")"));
        table.print(terminal);
        if (found.isEmpty()) {
            terminal.line(
                    "No platform has such an object identifier. Where the agent lets Q-BRIDGE-MIB be written, snmp-qbridge"
                            + " may do: 'demarc switch check' tells once it is in the inventory.");
        }
        return ExitStatus.doneIf(!found.isEmpty());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.cli.RunStart.Then;
import io.demarc.plugin.cli.RunStart.Wanted;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.RunView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ip",
        description =
                "Addresses that move from server to server, without the minutes in which a gateway keeps the old MAC.",
        footer = {"", "Example:", "  demarc ip move 10.0.0.100/24 --from web-1 --to web-2 --dry-run"})
final class IpCommands {
    private static final String SILENCE = "silence";

    private final Terminal terminal;

    IpCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What both commands know. */
    static final class Telling {
        @Option(
                names = "--gateway",
                paramLabel = "GATEWAY",
                description = "Who has to believe it: a name under gateways, or an address. Usually found by itself.")
        @Nullable
        private String gateway;

        @Option(
                names = "--announce",
                paramLabel = "N",
                description = "How often it is announced at first, 300 ms apart: 5.")
        @Nullable
        private Integer announce;

        @Option(names = "--dry-run", description = "Only ask the guards and show the plan.")
        private boolean dryRun;

        private void into(Map<String, String> parameters) {
            put(parameters, "gateway", gateway);
            put(parameters, "announce", announce == null ? null : announce.toString());
        }

        private Then then() {
            return dryRun ? Then.DRY_RUN : Then.WATCH;
        }
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    @Command(
            name = "move",
            description = {
                "Moves addresses from server to server, and gives them back unless the gateway believes it.",
                "It watches until the end; exit 0 only when they have moved."
            },
            footer = {"", "Example:", "  demarc ip move 10.0.0.100/24 2001:db8::100/64 --from web-1 --to web-2"})
    int move(
            @Mixin ClientOptions client,
            @Mixin Telling telling,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "ADDRESS/LEN",
                            description = "An address with its prefix length; several move together.")
                    List<String> addresses,
            @Option(names = "--from", required = true, paramLabel = "SERVER", description = "Who has them.")
                    String from,
            @Option(names = "--to", required = true, paramLabel = "SERVER", description = "Who gets them.") String to,
            @Option(
                            names = "--interface",
                            paramLabel = "NAME",
                            description = "Of the server that gets them; usually the one in their subnet.")
                    @Nullable
                    String card,
            @Option(
                            names = "--patience",
                            paramLabel = "SECONDS",
                            description = "Without an answer from the gateway, before they are given back: 15.")
                    @Nullable
                    Integer patience,
            @Option(names = "--persist", description = "Also in both servers' configuration, for their next start.")
                    boolean persist,
            @Option(names = "--force", description = "Although CloudStack has the address.") boolean force) {
        Map<String, String> parameters = new TreeMap<>();
        telling.into(parameters);
        parameters.put("addresses", String.join(",", addresses));
        parameters.put("to", to);
        put(parameters, "interface", card);
        put(parameters, "patience", patience == null ? null : patience.toString());
        parameters.put("persist", persist ? "yes" : "no");
        parameters.put("force", force ? "yes" : "no");
        int status = new RunStart(terminal, client).run(new Wanted("move-address", from, parameters), telling.then());
        if (!telling.dryRun) {
            conclude(client, from);
        }
        return status;
    }

    /**
     * What a person wants to know first of all, as the last line.
     */
    private void conclude(ClientOptions client, String run) {
        try (DaemonClient daemon = client.connect(terminal)) {
            RunView view = Objects.requireNonNull(Json.read(daemon.get("runs/" + encode(run)), RunView.class));
            boolean isGivenBack = view.state().equals("aborted")
                    && view.findings().stream().anyMatch(it -> it.found().contains("given back to"));
            if (client.json()) {
                return;
            }
            if (isGivenBack) {
                terminal.line("Nothing was moved: what had been was given back. Run " + view.id() + " is ended.");
            }
            Json.readAll(daemon.get("runs/" + encode(run) + "/log", RunStart.PATIENCE), EvidenceView.class).stream()
                    .filter(it -> it.step().equals(SILENCE) && it.what().startsWith("Acted: "))
                    .forEach(it -> terminal.line(it.what().substring("Acted: ".length())));
        }
    }

    @Command(
            name = "announce",
            description = {
                "Lets the server that has addresses announce them until the gateway believes it.",
                "For after a cluster manager's fail-over, or a move by hand."
            },
            footer = {"", "Example:", "  demarc ip announce 10.0.0.100 --on web-2"})
    int announce(
            @Mixin ClientOptions client,
            @Mixin Telling telling,
            @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "Without or with its prefix length.")
                    List<String> addresses,
            @Option(names = "--on", required = true, paramLabel = "SERVER", description = "Who has them.") String on) {
        Map<String, String> parameters = new TreeMap<>();
        telling.into(parameters);
        parameters.put("addresses", String.join(",", addresses));
        return new RunStart(terminal, client).run(new Wanted("announce-address", on, parameters), telling.then());
    }
}

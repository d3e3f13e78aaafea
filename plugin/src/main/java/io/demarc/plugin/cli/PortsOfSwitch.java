/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The ports of one switch that are handed over or given back, and how long that may take. */
final class PortsOfSwitch {
    @Mixin
    private Wait wait = new Wait();

    @Parameters(index = "0", paramLabel = "SWITCH", description = "Its name in the inventory.")
    private String switchName = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PORT",
            description = "As the switch calls it; short forms will do.")
    private List<String> ports = List.of();

    /**
     * What the daemon answers.
     *
     * @param what what is to be done with them, as REST calls it
     * @param wish its other fields
     */
    String send(DaemonClient daemon, String what, Map<String, Object> wish) {
        TreeMap<String, Object> body = new TreeMap<>(wish);
        body.put("ports", ports);
        body.put("wait_seconds", wait.seconds());
        return daemon.send(
                "POST",
                "switches/" + encode(switchName) + "/" + what,
                "application/json",
                Json.write(body).getBytes(StandardCharsets.UTF_8),
                wait.duration());
    }
}

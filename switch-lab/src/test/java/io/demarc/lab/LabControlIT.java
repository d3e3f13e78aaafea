/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.configuration.DaemonConfigFile;
import io.demarc.plugin.inventory.InventoryFile;
import io.demarc.plugin.words.Inventory;
import io.demarc.switches.catalogue.Platforms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabControlIT {
    private final Lab lab = new Lab(List.of(new LabIosSwitch("tor-a1"), new LabSnmpSwitch("tor-b1")));
    private final LabControl control;

    LabControlIT() throws IOException {
        control = new LabControl(lab);
    }

    @AfterEach
    void stop() {
        control.close();
        lab.close();
    }

    @Test
    void asksAndChangesSwitches() throws Exception {
        assertThat(post("/switches/tor-a1/say", "show interfaces Gi1/0/7 switchport")
                        .body())
                .contains("Access Mode VLAN: 1 (default)");
        post("/switches/tor-a1/type", "interface Gi1/0/7\nswitchport access vlan 150\n");
        assertThat(post("/switches/tor-a1/say", "show vlan brief").body())
                .containsPattern("150 +VLAN0150 +active +Gi1/0/7");
        assertThat(post("/switches/tor-a1/faults/ignore?command=write%20memory", "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void asksAndChangesASwitchWithoutACommandLine() throws Exception {
        post("/switches/tor-b1/type", "access port7 150\nlabel port7 by hand\n");
        assertThat(post("/switches/tor-b1/say", "port port7").body()).contains("untagged 150", "by hand");
        assertThat(post("/switches/tor-b1/faults/acknowledges-only", "").statusCode())
                .isEqualTo(200);
        assertThat(post("/switches/tor-b1/faults/on-fire", "").statusCode()).isEqualTo(400);
    }

    @Test
    void showsAndTampersWithPortsOfEverySwitch() throws Exception {
        assertThat(get("/switches/tor-a1/state?port=Gi1/0/7").body()).isEqualTo("1 up\n");
        assertThat(post("/switches/tor-a1/tamper?port=Gi1/0/7&vlan=150", "").body())
                .contains("switchport access vlan 150");
        assertThat(get("/switches/tor-a1/state?port=Gi1/0/7").body()).isEqualTo("150 up\n");
        assertThat(get("/switches/tor-a1/show?port=Gi1/0/7").body()).containsPattern("connected +150");
        post("/switches/tor-b1/tamper?port=port7&vlan=150", "");
        post("/switches/tor-b1/type", "shut port7");
        assertThat(get("/switches/tor-b1/state?port=port7").body()).isEqualTo("150 down\n");
        assertThat(get("/switches/tor-b1/show?port=port7").body()).contains("untagged 150");
    }

    @Test
    void changesNetworks() throws Exception {
        post("/networks/204/implement?vlan=193", "");
        assertThat(lab.cloudStack().network(204).orElseThrow().vlan()).isEqualTo(193);
        post("/networks/204/shutdown", "");
        assertThat(lab.cloudStack().network(204).orElseThrow().state()).isEqualTo("Allocated");
    }

    @Test
    void handsOutRecordedPayloads() throws Exception {
        assertThat(get("/calls").body()).contains("gc.shutdown-network\n");
        assertThat(get("/calls/gc.shutdown-network?network_id=7&vlan=150").body())
                .contains("\"network_id\":\"7\"", "\"vlan\":\"150\"", "\"network_state\":\"shutdown\"");
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        HttpResponse<String> unknown = post("/switches/tor-z9/say", "show version");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("no switch called tor-z9", "tor-a1");
        assertThat(post("/networks/nine/implement?vlan=1", "").statusCode()).isEqualTo(400);
        assertThat(get("/nowhere").body()).contains("see GET /");
    }

    @Test
    void writesFilesThatTheDaemonUnderstandsAndNobodyElseReads(@TempDir Path directory) throws Exception {
        new LabFiles(directory).write(lab);
        DaemonConfig config = DaemonConfigFile.read(directory.resolve("demarc.yaml"));
        DaemonConfig.CloudStackAccess access = config.cloudStack();
        assertThat(access).isNotNull();
        assertThat(access == null ? "" : access.secretKey().resolve().reveal())
                .isEqualTo(lab.cloudStack().adminKeys().secretKey());
        Inventory inventory =
                InventoryFile.parse(Files.readString(directory.resolve("inventory.yaml")), Platforms.builtIn());
        assertThat(inventory.devices()).hasSize(3);
        assertThat(Files.readString(config.knownHosts())).contains("[127.0.0.1]:");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("secrets/tor-a1-password"))))
                .isEqualTo("rw-------");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(control.url() + path)).build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(control.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}

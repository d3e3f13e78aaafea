/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.addresses.AddressBench.Host;
import io.demarc.lab.ground.HostCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that cluster managers call, as each of them calls it, before a real gateway whose entry is wrong. */
class DemarcAnnounceIT {
    private static final Path SCRIPT =
            Path.of("../packaging/demarc-announce").toAbsolutePath().normalize();
    private static final Path FRAMES = Path.of("../hooks/src/main/resources/io/demarc/hooks/addresses/neighbours.pl");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private AddressBench bench;
    private String four;
    private String six;

    @BeforeEach
    void moveByHand() {
        bench = AddressBench.start();
        four = bench.moving().replaceFirst("/.*", "");
        six = AddressBench.MOVING_SIX.replaceFirst("/.*", "");
        for (String address : List.of(bench.moving(), AddressBench.MOVING_SIX)) {
            bench.give(Host.A, address);
            bench.heat(address);
            bench.take(Host.A, address);
            bench.give(Host.B, address);
            assertThat(bench.believed(address)).isEqualTo(Host.A.mac());
        }
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private HostCommand announce(String environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "HA_RSCTMP=" + directory));
        if (!environment.isEmpty()) {
            command.add(environment);
        }
        command.addAll(List.of("sh", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return HostCommand.run(LIMIT, bench.words(Host.B, command.toArray(new String[0])));
    }

    private int status(String environment, String... arguments) {
        return announce(environment, arguments).exitStatus();
    }

    @Test
    void byHand() {
        assertThat(status("", four)).isZero();
        assertThat(bench.believed(four)).isEqualTo(Host.B.mac());
        assertThat(status("", six, "eth0")).isZero();
        assertThat(bench.believed(six)).isEqualTo(Host.B.mac());
        assertThat(status("", "192.0.2.9")).isEqualTo(1);
        assertThat(status("", "not-an-address")).isEqualTo(2);
    }

    @Test
    void heartbeatAsksInWords() {
        assertThat(announce("", four, "eth0", "status").output()).contains("stopped");
        assertThat(status("", four, "eth0", "start")).isZero();
        assertThat(bench.believed(four)).isEqualTo(Host.B.mac());
        assertThat(announce("", four, "eth0", "status").output()).contains("running");
        assertThat(status("", four, "eth0", "stop")).isZero();
        assertThat(announce("", four, "eth0", "status").output()).contains("stopped");
    }

    @Test
    void pacemakerAsksByExitStatus() {
        String ip = "OCF_RESKEY_ip=" + six;
        assertThat(announce(ip, "meta-data").output()).contains("<resource-agent name=\"demarc-announce\"");
        assertThat(status(ip, "validate-all")).isZero();
        assertThat(status(ip, "monitor")).isEqualTo(7);
        assertThat(status(ip, "start")).isZero();
        assertThat(bench.believed(six)).isEqualTo(Host.B.mac());
        assertThat(status(ip, "monitor")).isZero();
        assertThat(status(ip, "stop")).isZero();
        assertThat(status(ip, "monitor")).isEqualTo(7);
        assertThat(status("OCF_RESKEY_ip=10.0.0.1;reboot", "start")).isEqualTo(6);
    }

    @Test
    void keepalivedTellsItsState() {
        assertThat(status("", four, six, "INSTANCE", "VI_1", "BACKUP", "100")).isZero();
        assertThat(bench.believed(four)).isEqualTo(Host.A.mac());
        assertThat(status("", four, six, "INSTANCE", "VI_1", "MASTER", "100")).isZero();
        assertThat(bench.believed(four)).isEqualTo(Host.B.mac());
        assertThat(bench.believed(six)).isEqualTo(Host.B.mac());
    }

    @Test
    void itSendsWhatDemarcSends() throws Exception {
        assertThat(Files.readString(SCRIPT)).contains(Files.readString(FRAMES));
        HostCommand checked = HostCommand.run(LIMIT, "shellcheck", SCRIPT.toString());
        assertThat(checked.exitStatus()).as(checked.output()).isZero();
    }
}

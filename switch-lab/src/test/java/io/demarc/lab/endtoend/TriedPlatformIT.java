/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedCliSwitch;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.lab.ssh.SimulatedJunosSwitch;
import io.demarc.plugin.cli.DemarcCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A definition is tried on a switch that no inventory has, and samples are recorded of it: {@code platform try}, {@code record}. */
final class TriedPlatformIT {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:\\S+(?= goes on)");

    @TempDir
    Path directory;

    private record Ran(int status, String text) {}

    private static Ran demarc(List<String> arguments) {
        StringWriter output = new StringWriter();
        PrintWriter both = new PrintWriter(output);
        int status = DemarcCommand.run(
                InputStream.nullInputStream(), both, both, System.getenv(), arguments.toArray(String[]::new));
        return new Ran(status, output.toString());
    }

    private String secret(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        }
        return "${file:" + file + "}";
    }

    private List<String> call(String... words) throws IOException {
        List<String> call = new ArrayList<>(List.of("platform"));
        call.addAll(List.of(words));
        call.addAll(List.of(
                "--user",
                "reader",
                "--password",
                secret("pw", "pw-of-the-test"),
                "--enable",
                secret("enable", "enable-of-the-test")));
        return call;
    }

    private static String at(SimulatedCliSwitch device) {
        return "127.0.0.1:" + device.address().getPort();
    }

    /** With the fingerprint that the command itself shows to a person. */
    private static Ran confirmed(List<String> call) {
        Ran shown = demarc(call);
        assertThat(shown.status()).as(shown.text()).isEqualTo(1);
        Matcher fingerprint = FINGERPRINT.matcher(shown.text());
        assertThat(fingerprint.find()).as(shown.text()).isTrue();
        List<String> again = new ArrayList<>(call);
        again.addAll(List.of("--fingerprint", fingerprint.group()));
        return demarc(again);
    }

    private static SimulatedIosSwitch ios() {
        return SimulatedIosSwitch.named("tor-a1")
                .account(Account.withPassword("reader", "pw-of-the-test"))
                .enableSecret("enable-of-the-test")
                .ports("GigabitEthernet1/0/", 1, 8)
                .start();
    }

    @Test
    void aSwitchIsLookedAtAndNotWrittenTo() throws IOException {
        try (SimulatedIosSwitch device = ios()) {
            device.configure("interface GigabitEthernet1/0/3", "switchport mode trunk", "exit");
            Ran ran = confirmed(call("try", "cisco-ios", at(device), "--port", "Gi1/0/3"));

            assertThat(ran.status()).as(ran.text()).isZero();
            assertThat(ran.text())
                    .contains("  show interfaces switchport\n")
                    .containsPattern("GigabitEthernet1/0/3 +trunk")
                    .contains("Nothing is missing.")
                    .contains(
                            "To attach GigabitEthernet1/0/3 to VLAN 150 a plan would send (nothing of it was sent):\n")
                    .contains("  switchport access vlan 150\n")
                    .doesNotContain("pw-of-the-test")
                    .doesNotContain("enable-of-the-test");
            assertThat(device.portsEverWritten()).isEmpty();
            assertThat(device.commandsReceived()).noneMatch(line -> line.startsWith("conf"));
        }
    }

    @Test
    void nobodyLogsInBeforeTheKeyIsConfirmed() throws IOException {
        try (SimulatedIosSwitch device = ios();
                SimulatedIosSwitch other = ios()) {
            Ran shown = demarc(call("try", "cisco-ios", at(device)));
            assertThat(shown.status()).isEqualTo(1);
            assertThat(shown.text()).contains("Nobody has logged in.");

            Matcher fingerprint = FINGERPRINT.matcher(shown.text());
            assertThat(fingerprint.find()).isTrue();
            List<String> call = call("try", "cisco-ios", at(other));
            call.addAll(List.of("--fingerprint", fingerprint.group()));
            Ran wrong = demarc(call);
            assertThat(wrong.status()).isNotZero();
            assertThat(wrong.text()).contains("somebody is in between").contains("nobody has logged in");
            assertThat(device.commandsReceived()).isEmpty();
            assertThat(other.commandsReceived()).isEmpty();
        }
    }

    @Test
    void whatIsRecordedPlaysAndReadsAsTheSwitchDid() throws IOException {
        try (SimulatedIosSwitch device = ios()) {
            device.configure("interface GigabitEthernet1/0/3", "description caf\u00e9 to reader", "exit");
            Path samples = directory.resolve("samples");
            Ran ran = confirmed(call("record", "cisco-ios", at(device), samples.toString()));

            assertThat(ran.status()).as(ran.text()).isZero();
            String session = Files.readString(samples.resolve("session.txt"));
            assertThat(session)
                    .contains("do: observe\n")
                    .contains("told: GigabitEthernet1/0/3: ")
                    .contains("> {secret.enable}\n")
                    .doesNotContain("enable-of-the-test")
                    .doesNotContain("pw-of-the-test");
            Ran played = demarc(List.of(
                    "platform",
                    "play",
                    "cisco-ios",
                    samples.resolve("session.txt").toString()));
            assertThat(played.status()).as(played.text()).isZero();
            Ran parsed = demarc(List.of(
                    "platform",
                    "parse",
                    "cisco-ios",
                    samples.resolve("capture.txt").toString(),
                    "--table"));
            assertThat(parsed.status()).as(parsed.text()).isZero();
            assertThat(parsed.text())
                    .containsPattern("GigabitEthernet1/0/3 +access +1 ")
                    .contains("to reader");

            Ran again = demarc(call("record", "cisco-ios", at(device), samples.toString()));
            assertThat(again.text()).contains("capture.txt is there already");
        }
    }

    @Test
    void junosIsRecordedAndItsUserIsNobodys() throws IOException {
        try (SimulatedJunosSwitch device = SimulatedJunosSwitch.named("tor-c1")
                .account(Account.withPassword("reader", "pw-of-the-test"))
                .ports("ge-0/0/", 0, 5)
                .start()) {
            Path samples = directory.resolve("samples");
            Ran ran = confirmed(call("record", "junos", at(device), samples.toString()));

            assertThat(ran.status()).as(ran.text()).isZero();
            assertThat(Files.readString(samples.resolve("session.txt")))
                    .contains("< demarc@tor-c1>")
                    .doesNotContain("reader@");
        }
    }

    @Test
    void aSwitchTellsWhatItIs() throws IOException {
        try (SimulatedIosSwitch ios = ios();
                SimulatedJunosSwitch junos = SimulatedJunosSwitch.named("tor-c1")
                        .account(Account.withPassword("reader", "pw-of-the-test"))
                        .ports("ge-0/0/", 0, 5)
                        .start()) {
            for (SimulatedCliSwitch device : List.of(ios, junos)) {
                List<String> call = new ArrayList<>(List.of("switch", "identify", at(device)));
                call.addAll(List.of("--user", "reader", "--password", secret("pw", "pw-of-the-test")));
                Ran ran = confirmed(call);
                assertThat(ran.status()).as(ran.text()).isZero();
                assertThat(ran.text()).contains(device == ios ? "cisco-ios (Cisco" : "junos (Juniper");
                assertThat(device.portsEverWritten()).isEmpty();
            }
        }
    }

    /** Each command has a channel of its own, and a real shell and a real switch answer it. */
    @Test
    void aRealOpenVswitchIsTriedAndRecorded() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            List<String> login = List.of(
                    "--user",
                    OpenVswitchBench.SSH_USER,
                    "--private-key",
                    secret("key", bench.privateKey()),
                    "--bridge",
                    OpenVswitchBench.BRIDGE);
            List<String> tried = new ArrayList<>(List.of("platform", "try", "openvswitch", bench.host()));
            tried.addAll(login);
            Ran ran = confirmed(tried);
            assertThat(ran.status()).as(ran.text()).isZero();
            assertThat(ran.text())
                    .containsPattern("\ntrunk +trunk")
                    .contains("Port vpn vlan_mode=access tag=150")
                    .contains("list Bridge " + OpenVswitchBench.BRIDGE + "\n");

            Path samples = directory.resolve("samples");
            List<String> recorded =
                    new ArrayList<>(List.of("platform", "record", "openvswitch", bench.host(), samples.toString()));
            recorded.addAll(login);
            Ran kept = confirmed(recorded);
            assertThat(kept.status()).as(kept.text()).isZero();
            Ran played = demarc(List.of(
                    "platform",
                    "play",
                    "openvswitch",
                    samples.resolve("session.txt").toString()));
            assertThat(played.status()).as(played.text()).isZero();

            List<String> asked = new ArrayList<>(List.of("switch", "identify", bench.host()));
            asked.addAll(login);
            Ran identified = confirmed(asked);
            assertThat(identified.status()).as(identified.text()).isZero();
            assertThat(identified.text())
                    .containsPattern("platform +openvswitch")
                    .containsPattern("version +\\d+\\.\\d+");
        }
    }

    @Test
    void whatCannotBeIsToldBeforeAnybodyIsAsked() throws IOException {
        String farAway = "a".repeat(70) + ".invalid";
        assertThat(demarc(List.of("platform", "try", "cisco-ios", farAway, "--user", "a"))
                        .text())
                .doesNotContain("defect");
        assertThat(demarc(List.of("platform", "try", "snmp-qbridge", "192.0.2.1", "--user", "a"))
                        .text())
                .contains("has no command line");
        assertThat(demarc(List.of("platform", "try", "cisco-ios", "192.0.2.1:99999", "--user", "a"))
                        .text())
                .contains("is no address of a switch");
        assertThat(demarc(List.of(
                                "platform",
                                "try",
                                "cisco-ios",
                                "127.0.0.1",
                                "--user",
                                "a",
                                "--fingerprint",
                                "SHA256:x",
                                "--password",
                                "hunter2"))
                        .text())
                .contains("by reference only")
                .doesNotContain("hunter2");
    }
}

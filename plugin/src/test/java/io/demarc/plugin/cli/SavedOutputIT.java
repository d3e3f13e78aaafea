/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code demarc platform parse} on large files, within the memory that the command gets, and on oddly encoded ones. */
@Timeout(300)
class SavedOutputIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final String COMMAND = "show interfaces description";
    private static final String OUTPUT = """
            Interface                      Status         Protocol Description
            Gi1/0/1                        up             up       über
            Gi1/0/2                        admin down     down
            """;
    private static final String WALK = """
            .1.3.6.1.2.1.31.1.1.1.1.11 = STRING: "ge1"
            .1.3.6.1.2.1.17.1.4.1.2.1 = INTEGER: 11
            .1.3.6.1.2.1.17.7.1.4.5.1.1.1 = Gauge32: 20
            """;

    @TempDir
    private Path directory;

    @Test
    void aWalkOfManyMebibytesIsRead() throws Exception {
        Path file = write(
                30 * MEBIBYTE, WALK, line -> ".1.3.6.1.2.1.17.7.1.2.2.1.2." + line + ".2.0.94.0.16.1 = INTEGER: 7\n");

        Ran ran = inACommandsMemory("snmp-qbridge", file);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"ge1\"").contains("20");
    }

    @Test
    void aConfigurationOfManyMebibytesIsRead() throws Exception {
        String first = "set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members 193\n";
        Path file = write(
                15 * MEBIBYTE,
                first,
                line -> line % 4 == 0
                        ? "set interfaces ge-0/0/" + line % 48 + " unit " + line + " family inet address 10.0.0.1/24\n"
                        : "set firewall family inet filter f term t" + line + " from address 10.0.0.1/24\n");

        Ran ran = inACommandsMemory("junos", file, "--command", "show configuration interfaces | display set");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"ge-0/0/1\"").contains("\"ge-0/0/44\"");
    }

    @Test
    void aDocumentOfManyLinesIsRead() throws Exception {
        String first = "{\"headings\":[\"name\",\"tag\",\"x\"],\"data\":[[\"vpn\",193,[\"set\",[[\"uuid\",\"a\"]";
        Path file = write(4 * MEBIBYTE, first, line -> "\n,[\"uuid\",\"a" + line + "\"]");
        Files.writeString(file, "\n]]]]}\n", StandardOpenOption.APPEND);

        Ran ran = inACommandsMemory("openvswitch", file);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"vpn\"");
    }

    /** In a quarter of a gibibyte: forty-eight ports, each in every VLAN there can be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cisco-smb",
                "dell-os9",
                "extreme-exos",
                "hpe-comware",
                "hpe-provision",
                "huawei-vrp8",
                "linux-bridge",
                "mikrotik-routeros7",
                "ruckus-fastiron"
            })
    void aSwitchWhosePortsAreInEveryVlanIsRead(String platform) throws Exception {
        FullSwitch full = FullSwitch.of(platform, FullSwitch.VLANS);
        Path file = Files.writeString(directory.resolve("full"), full.text());

        Ran ran = inACommandsMemory(platform, file, "--command", full.command());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().filter(line -> line.contains("4093,4094]")))
                .hasSizeGreaterThanOrEqualTo(FullSwitch.PORTS);
    }

    @Test
    void whatIsTooLargeIsRefusedWithWords() throws Exception {
        Path file = directory.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(50L * MEBIBYTE);
        }
        Ran ran = inACommandsMemory("snmp-qbridge", file);

        assertThat(ran.status()).isEqualTo(ExitStatus.INPUT.code());
        assertThat(ran.err())
                .contains("larger than 32 MiB")
                .contains("Save less")
                .doesNotContain("\tat ");

        Path half = write(20 * MEBIBYTE, WALK, line -> ".1.3.6.1.2.1.17.7.1.2.2.1.2." + line + " = INTEGER: 7\n");
        Ran both = demarc("platform", "parse", "snmp-qbridge", half.toString(), half.toString());
        assertThat(both.err()).contains("The files together are larger than 32 MiB");
    }

    static Stream<byte[]> encodings() {
        return Stream.of(
                OUTPUT.getBytes(StandardCharsets.UTF_16LE),
                OUTPUT.getBytes(StandardCharsets.UTF_16BE),
                marked(OUTPUT, StandardCharsets.UTF_16LE),
                marked(OUTPUT, StandardCharsets.UTF_16BE),
                marked(OUTPUT, StandardCharsets.UTF_8),
                OUTPUT.replace('\n', '\r').getBytes(StandardCharsets.UTF_8),
                marked(OUTPUT.replace('\n', '\r'), StandardCharsets.UTF_16LE),
                marked(OUTPUT.replace("\n", "\r\n"), StandardCharsets.UTF_16BE),
                OUTPUT.replace("\n", "\r\0\n").getBytes(StandardCharsets.UTF_8),
                OUTPUT.replace("Gi", "\0Gi\0").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void theSameTextReadsTheSameHoweverItWasSaved(byte[] saved) throws Exception {
        Path plain = Files.writeString(directory.resolve("plain"), OUTPUT);
        Path odd = Files.write(directory.resolve("odd"), saved);

        Ran expected = demarc("platform", "parse", "cisco-ios", plain.toString(), "--command", COMMAND);
        assertThat(expected.out())
                .contains("GigabitEthernet1/0/1")
                .contains("GigabitEthernet1/0/2")
                .contains("über");
        assertThat(demarc("platform", "parse", "cisco-ios", odd.toString(), "--command", COMMAND))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatHoldsNoTextIsRefused(byte[] saved, String words) throws Exception {
        Path file = Files.write(directory.resolve("odd"), saved);

        for (String platform : List.of("cisco-ios", "snmp-qbridge", "openvswitch")) {
            Ran ran = demarc("platform", "parse", platform, file.toString());
            assertThat(ran.status()).isNotZero();
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).containsPattern(words).doesNotContain("\tat ");
        }
    }

    static Stream<Arguments> unreadable() {
        String nothing = "Nothing could be read|No port can be read";
        return Stream.of(
                Arguments.of(marked("", StandardCharsets.UTF_8), nothing),
                Arguments.of(marked("", StandardCharsets.UTF_16LE), nothing),
                Arguments.of(new byte[10_000], nothing),
                Arguments.of(marked(OUTPUT, Charset.forName("UTF-32LE")), "UTF-32 text"));
    }

    private static byte[] marked(String text, Charset charset) {
        return ("\uFEFF" + text).getBytes(charset);
    }

    private Path write(int size, String first, IntFunction<String> more) throws IOException {
        Path file = directory.resolve("saved-" + size);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(first);
            int written = first.length();
            for (int line = 0; written < size; line++) {
                String text = more.apply(line);
                out.write(text);
                written += text.length();
            }
        }
        return file;
    }

    private Ran inACommandsMemory(String platform, Path file, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.demarc.plugin.cli.DemarcCommand",
                "platform",
                "parse",
                platform,
                file.toString()));
        command.addAll(List.of(options));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            int status = process.waitFor();
            return new Ran(status, Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Ran demarc(String... arguments) {
        return Ran.demarc(Map.of(), arguments);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who adds a platform has: the command alone, a capture, a transcript and a definition in a directory. */
final class PlatformToolsTest {
    private static final Path SAMPLES = Path.of("../switch-drivers/src/test/resources");
    private static final Path DEFINITIONS = Path.of("../switch-drivers/src/main/resources/platforms");
    private static final String CAPTURE =
            SAMPLES.resolve("captures/ruckus-fastiron/every-state.txt").toString();
    private static final String TRANSCRIPT =
            SAMPLES.resolve("transcripts/ruckus-fastiron/attach.txt").toString();

    @TempDir
    private Path folder = Path.of("");

    private static Ran demarc(String... arguments) {
        return Ran.demarc(Map.of(), arguments);
    }

    @Test
    void aCaptureIsTakenAsItIsAndItsEvidenceIsToldBesideThePorts() {
        Ran ran = demarc("platform", "parse", "ruckus-fastiron", CAPTURE);
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("\"port\":\"1/1/3\",\"mode\":\"hybrid\",\"untagged\":5,\"also_untagged\":[],\"tagged\":[10]")
                .contains("\"neighbour_is_bridge\":true")
                .contains("\"lag\":\"1\"");
    }

    @Test
    void aTableShowsRangesAndAnExplanationWhatTakesEachLine() throws IOException {
        Path capture = folder.resolve("capture.txt");
        Files.writeString(capture, """
                ### show running-config vlan
                vlan 10 name A by port
                 tagged ethe 1/1/3 to 1/1/4
                what is this
                vlan 11 by port
                 tagged ethe 1/1/3
                """);
        Ran ran = demarc("platform", "parse", "--table", "--explain", "ruckus-fastiron", capture.toString());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("1/1/3 +trunk +- +10-11 ")
                .containsPattern("reads\\[2\\]\\.formats\\[0\\]\\.lines\\[1\\] + tagged ethe 1/1/3 to 1/1/4")
                .containsPattern("nothing +what is this");
        assertThat(ran.err()).contains("line 4").contains("what is this");
    }

    @Test
    void anOutputThatShowsNoPortsIsNoSuccess() throws IOException {
        Path capture = folder.resolve("capture.txt");
        Files.writeString(
                capture,
                "### show vlans\n VLAN Information\n  ------- ----\n  1       DEFAULT_VLAN   Port-based   No\n");
        Ran ran = demarc("platform", "parse", "hpe-provision", capture.toString());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("No port can be read from this alone.");
    }

    @Test
    void linesAreRenderedForAPortAsTheCaptureShowsIt() {
        Ran ran = demarc(
                "platform",
                "render",
                "ruckus-fastiron",
                "attach",
                "--port",
                "1/1/3",
                "--vlan",
                "150",
                "--from",
                CAPTURE);
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains("vlan 10\nno tagged ethernet 1/1/3\nvlan 5\n")
                .endsWith("vlan 150\nuntagged ethernet 1/1/3\nend\n");
        assertThat(demarc("platform", "render", "hpe-provision", "save").out())
                .contains("write memory\nshow config status\n");
        assertThat(demarc("platform", "render", "ruckus-fastiron", "shut", "--port", "9/9/9", "--from", CAPTURE)
                        .err())
                .contains("shows no port 9/9/9");
    }

    @Test
    void aTranscriptIsPlayedAndWhatGoesOtherwiseIsToldWithItsLine() throws IOException {
        assertThat(demarc("platform", "play", "ruckus-fastiron", TRANSCRIPT).status())
                .isZero();
        Path wrong = folder.resolve("wrong.txt");
        Files.writeString(wrong, Files.readString(Path.of(TRANSCRIPT)).replace("> vlan 20\n", "> vlan 21\n"));
        Ran ran = demarc("platform", "play", "ruckus-fastiron", wrong.toString());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).containsPattern("wrong\\.txt:\\d+: 'vlan 20' was sent, and '> vlan 21' is written there");
        Path untold = folder.resolve("untold.txt");
        Files.writeString(untold, Files.readString(Path.of(TRANSCRIPT)).replaceAll("(?m)^told: .*\n", ""));
        assertThat(demarc("platform", "play", "ruckus-fastiron", untold.toString())
                        .status())
                .isEqualTo(1);
        assertThat(demarc("platform", "play", "ruckus-fastiron", "--update", untold.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(untold)).contains("told: 1/1/7: hybrid, VLAN 5 untagged, tagged 10 20");
    }

    @Test
    void aTranscriptThatAsksForNonsenseIsToldByItsLine() throws IOException {
        String transcript = Files.readString(Path.of(TRANSCRIPT));
        for (String act : List.of(
                "fly",
                "apply",
                "apply attach",
                "apply attach 1/1/7 4096 x",
                "apply attach 1/1/7 abc x",
                "apply park 1/1/7 20",
                "apply park 1/1/7 20 sideways",
                "apply fly 1/1/7",
                "apply create-vlan 20",
                "locate",
                "observe a\tb")) {
            Path file = folder.resolve("nonsense.txt");
            Files.writeString(file, transcript.replaceFirst("(?m)^do: .*$", "do: " + act));
            Ran ran = demarc("platform", "play", "ruckus-fastiron", "--update", file.toString());
            assertThat(ran.status()).as(act).isEqualTo(2);
            assertThat(ran.err())
                    .as(act)
                    .containsPattern("nonsense\\.txt:\\d+: ")
                    .doesNotContain("defect", "Exception", "For input");
        }
        Path file = folder.resolve("status.txt");
        Files.writeString(file, transcript.replaceFirst("(?s)---\n.*", "---\n> x\n= soon\n"));
        assertThat(demarc("platform", "play", "ruckus-fastiron", file.toString())
                        .err())
                .contains("status.txt:")
                .doesNotContain("defect");
    }

    @Test
    void aTranscriptMayEndItsLinesAsWindowsDoes() throws IOException {
        Path file = folder.resolve("crlf.txt");
        Files.writeString(file, Files.readString(Path.of(TRANSCRIPT)).replace("\n", "\r\n"));
        assertThat(demarc("platform", "play", "ruckus-fastiron", file.toString())
                        .status())
                .isZero();
        assertThat(demarc("platform", "play", "ruckus-fastiron", "--update", file.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(file)).isEqualTo(Files.readString(Path.of(TRANSCRIPT)));
    }

    /** The walk through docs/add-a-platform.md: a copy under another name, checked, and used by its directory alone. */
    @Test
    void aDefinitionInADirectoryIsAPlatform() throws IOException {
        Path file = folder.resolve("my-switch.yaml");
        String copied = Files.readString(DEFINITIONS.resolve("ruckus-fastiron.yaml"))
                .replace("platform: ruckus-fastiron", "platform: my-switch");
        Files.writeString(file, copied.replace("untagged ethernet {port}", "untagged ethernet 1/1/1"));
        assertThat(demarc("platform", "check", file.toString()).err()).contains("names a port", "(line ");
        Files.writeString(file, copied);
        assertThat(demarc("platform", "check", file.toString()).status()).isZero();
        String directory = folder.toString();
        assertThat(demarc("platform", "show", "my-switch", "--platforms", directory)
                        .out())
                .contains(file.toString());
        assertThat(demarc("platform", "parse", "my-switch", "--platforms", directory, CAPTURE)
                        .status())
                .isZero();
        assertThat(demarc("platform", "play", "my-switch", "--platforms", directory, TRANSCRIPT)
                        .status())
                .isZero();
    }
}

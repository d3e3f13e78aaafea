/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.ground.DemarcProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/demo} checks every sentence of its story by itself; here it is checked that it does, and ends well. */
final class DemoIT {
    private static final Path DEMO =
            Path.of("..", "bin", "demo").toAbsolutePath().normalize();

    @TempDir
    private Path temporary;

    @TempDir
    private Path commands;

    private record Finished(int exitStatus, List<String> lines) {
        String all() {
            return String.join("\n", lines);
        }

        List<String> table() {
            int head = lines.indexOf("What was done, and how Demarc knows");
            return lines.subList(head + 2, lines.size() - 2);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void tellsTheStoryOnSimulatedSwitches() throws Exception {
        Finished demo = run();
        assertThat(demo.exitStatus()).as(demo.all()).isZero();
        assertThat(demo.table()).hasSize(12);
        assertThat(demo.table().get(2))
                .containsPattern("2 comes up +tor-a1 Gi1/0/7 +alice-vpn +a1 +193 +read back over SSH [\\d:]+ +\\d+");
        assertThat(demo.table().get(9))
                .containsPattern("6 comes back +tor-b1 port7 +alice-firewall +a1 +196 +read back over SNMP");
        assertThat(demo.table().get(10)).containsPattern("7 deleted +tor-a1 Gi1/0/7 +alice-vpn +- +999 parked");
        assertThat(demo.all()).doesNotContain("\u001b", "FAILED");
        assertNothingIsLeft();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void tellsTheStoryOnARealSwitch() throws Exception {
        Finished demo = run("--real");
        assertThat(demo.exitStatus()).as(demo.all()).isZero();
        assertThat(demo.table()).hasSize(12);
        assertThat(demo.table().get(1))
                .containsPattern("2 comes up +tor-r1 vpn +alice-vpn +a1 +193 +read back over SSH");
        assertThat(demo.table().get(7))
                .containsPattern("2 comes up +tor-r1 vpn +alice-vpn +a1 +193 +read back over SNMP");
        assertNothingIsLeft();
    }

    @Test
    void saysHowItIsCalled() throws Exception {
        assertThat(run("--fast").exitStatus()).isEqualTo(2);
    }

    private Finished run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(DEMO.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().put("DEMARC_DEMO_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("DEMARC_DEMO_COMMAND", command().toString());
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), printed.lines().toList());
    }

    private Path command() throws IOException {
        Path command = Files.writeString(
                commands.resolve("demarc"),
                "#!/bin/sh\nexec '" + String.join("' '", DemarcProcess.command()) + "' \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        return command;
    }

    private void assertNothingIsLeft() {
        assertThat(temporary).isEmptyDirectory();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(temporary.toString())))
                .isEmpty();
    }
}

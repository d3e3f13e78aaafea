/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest runbook on a real X server (Xvfb), by the real command in a process of its own, without a daemon. */
class NaturalScrollingIT {
    private static final String USUAL = "1 2 3 4 5 6 7 8 9 10";
    private static final String NATURAL = "1 2 3 5 4 6 7 8 9 10";

    @TempDir
    Path home;

    private record Ran(int status, String output) {}

    /** A display of its own; ended with the test. */
    private static final class Display implements AutoCloseable {
        private final Process server;
        private final String name;

        Display(boolean resets) throws IOException {
            List<String> command = new ArrayList<>(List.of("Xvfb", "-displayfd", "1", "-nolisten", "tcp"));
            if (!resets) {
                command.add("-noreset");
            }
            server = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
            name = ":" + output.readLine();
        }

        @Override
        public void close() {
            server.destroy();
            server.onExit().join();
        }
    }

    private Ran run(String display, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISPLAY", display);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_STATE_HOME");
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().put("DEMARC_SOCKET", home.resolve("nobody").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private Ran demarc(String display, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.demarc.plugin.cli.DemarcCommand"));
        command.addAll(List.of(arguments));
        return run(display, command);
    }

    private String buttons(String display) throws IOException, InterruptedException {
        return run(display, List.of("xmodmap", "-pp"))
                .output()
                .lines()
                .filter(line -> line.matches("\\s+\\d+\\s+\\d+"))
                .map(line -> line.strip().split("\\s+", -1)[1])
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }

    private Path file() {
        return home.resolve(".Xmodmap");
    }

    @Test
    void theWheelTurnsNowAndAtTheNextLoginAndBackAgain() throws IOException, InterruptedException {
        Files.writeString(file(), "! mine\nkeycode 66 = Escape\n");
        try (Display display = new Display(false)) {
            Ran ran = demarc(display.name, "runbook", "start", "natural-scrolling", "--yes");

            assertThat(ran.status()).as(ran.output()).isZero();
            assertThat(ran.output()).contains("is DONE");
            assertThat(buttons(display.name)).isEqualTo(NATURAL);
            assertThat(file()).hasContent("! mine\nkeycode 66 = Escape\npointer = " + NATURAL + "\n");

            Ran back = demarc(
                    display.name, "runbook", "start", "natural-scrolling", "-p", "direction=traditional", "--yes");
            assertThat(back.status()).as(back.output()).isZero();
            assertThat(buttons(display.name)).isEqualTo(USUAL);
        }
    }

    @Test
    void itWaitsForAPersonAndIsUndoneWholly() throws IOException, InterruptedException {
        try (Display display = new Display(false)) {
            Ran waiting = demarc(display.name, "runbook", "start", "natural-scrolling");
            assertThat(waiting.output())
                    .contains(
                            "AWAITING PERSON",
                            "It was: pointer = " + USUAL + ". It is: pointer = " + NATURAL,
                            "demarc runbook confirm this-machine try");
            assertThat(buttons(display.name)).isEqualTo(NATURAL);
            assertThat(demarc(display.name, "runbook", "pause", "this-machine").output())
                    .contains("PAUSED", "demarc runbook resume this-machine");
            assertThat(demarc(display.name, "runbook", "resume", "this-machine").output())
                    .contains("AWAITING PERSON");

            Ran undone = demarc(display.name, "runbook", "abort", "this-machine", "--undo");

            assertThat(undone.output()).contains("ABORTED");
            assertThat(buttons(display.name)).isEqualTo(USUAL);
            assertThat(file()).as("there was none before").doesNotExist();
            assertThat(demarc(display.name, "runbook", "log", "this-machine").output())
                    .contains("Undoes: Set the buttons back");
        }
    }

    /** A runbook that is undone later must not forget what was written meanwhile. */
    @Test
    void theUndoKeepsLinesThatWereAddedSince() throws IOException, InterruptedException {
        Files.writeString(file(), "! mine\npointer = 1 2 3 4 5 6 7 8 9 10\n");
        try (Display display = new Display(false)) {
            demarc(display.name, "runbook", "start", "natural-scrolling");
            Files.writeString(file(), Files.readString(file()) + "keycode 66 = Escape\n");

            Ran undone = demarc(display.name, "runbook", "abort", "this-machine", "--undo");

            assertThat(undone.output()).contains("ABORTED");
            assertThat(file()).hasContent("! mine\npointer = 1 2 3 4 5 6 7 8 9 10\nkeycode 66 = Escape\n");
        }
    }

    @Test
    void whatSomebodyHasSetSinceIsNotUndone() throws IOException, InterruptedException {
        try (Display display = new Display(false)) {
            demarc(display.name, "runbook", "start", "natural-scrolling");
            run(display.name, List.of("xmodmap", "-e", "pointer = 3 2 1 5 4"));

            Ran undone = demarc(display.name, "runbook", "abort", "this-machine", "--undo");

            assertThat(undone.output()).contains("as the run left them");
            assertThat(buttons(display.name)).startsWith("3 2 1 5 4");
        }
    }

    @Test
    void aDryRunChangesNothing() throws IOException, InterruptedException {
        try (Display display = new Display(false)) {
            Ran plan = demarc(display.name, "runbook", "start", "natural-scrolling", "--dry-run");

            assertThat(plan.status()).as(plan.output()).isZero();
            assertThat(plan.output()).contains("Everything that can be asked now is met.");
            assertThat(buttons(display.name)).isEqualTo(USUAL);
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void aServerThatForgetsIsFoundOut() throws IOException, InterruptedException {
        try (Display display = new Display(true)) {
            Ran ran = demarc(display.name, "runbook", "start", "natural-scrolling", "--yes");

            assertThat(ran.status()).as(ran.output()).isNotZero();
            assertThat(ran.output()).contains("is STOPPED", "has forgotten it");
        }
    }

    @Test
    void withoutADisplayNothingIsBegun() throws IOException, InterruptedException {
        Ran ran = demarc(":4242", "runbook", "start", "natural-scrolling", "--yes");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.output()).contains("nothing was changed", "unable to open display", "Run it in your X session");
        assertThat(file()).doesNotExist();
    }

    @Test
    void withoutADaemonTheRunbooksForThisMachineAreListed() throws IOException, InterruptedException {
        Ran ran = demarc(":4242", "runbook", "list");

        assertThat(ran.output()).contains("natural-scrolling  this-machine", "only the runbooks for this machine");
    }

    @Test
    void aRunbookOfOnesOwnIsTakenFromTheConfigurationAndABadOneIsNamed() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(home.resolve(".config/demarc/runbooks"));
        Files.writeString(folder.resolve("coffee.yaml"), """
            name: coffee
            title: Make coffee
            object: this-machine
            steps:
              - {id: boil, title: Boil water, does: person, instruction: Boil water for {object}.}
            """.replace("{object}.}", "the whole shift.}"));
        assertThat(demarc(":4242", "runbook", "start", "coffee", "--yes").output())
                .contains("is DONE");

        Files.writeString(folder.resolve("tea.yaml"), "name: tea\nobject: this-machine\nsteps: []\n");
        Ran bad = demarc(":4242", "runbook", "start", "coffee", "--yes");
        assertThat(bad.status()).isNotZero();
        assertThat(bad.output()).contains("tea.yaml: title: missing").doesNotContain("Exception");
    }
}

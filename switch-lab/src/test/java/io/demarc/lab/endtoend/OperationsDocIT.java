/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.PORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.endtoend.DaemonUnderTest.Ran;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.switches.Vlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md tells to type, typed as it stands there: on a real daemon, with a tenant's port that is live. */
class OperationsDocIT {
    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final String STATE = "/var/lib/demarc";
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Vlan ALICES = new Vlan(193);

    @TempDir
    Path directory;

    @Test
    void theBackupThatThePageMakesBringsBackWhatThePageSays() throws Exception {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            prepare(daemon, device, cloudStack);
            List<String> blocks = blocks();

            assertThat(type(daemon, blocks.get(0))).isEqualTo(blocks.get(0));

            daemon.kill();
            Files.write(directory.resolve("state").resolve("demarc.sqlite"), new byte[0]);
            daemon.start();
            assertThat(daemon.call("gc.shutdown-network", NETWORK, ALICES.toString(), 20)
                            .isSuccess())
                    .as("the release of a live port's VLAN by an emptied store")
                    .isFalse();
            type(daemon, blocks.get(1));
            assertThat(daemon.demarc("store", "show").output()).contains("in doubt");
            type(daemon, blocks.get(2));

            assertThat(daemon.mustRun("store", "show")).contains("state     whole");
            assertThat(device.port(PORT).carriesOnly(ALICES)).isTrue();
            assertThat(daemon.mustRun("journal")).contains("restored the backup of this morning");
            assertThat(daemon.call("gc.shutdown-network", NETWORK, ALICES.toString(), 20)
                            .isSuccess())
                    .isTrue();
            assertThat(device.port(PORT).carriesOnly(new Vlan(999))).isTrue();
        }
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Types the block's commands; answers the block as it should be: with what they printed. */
    private String type(DaemonUnderTest daemon, String block) throws IOException, InterruptedException {
        StringBuilder typed = new StringBuilder();
        for (String line : block.lines().filter(each -> each.startsWith("$ ")).toList()) {
            String command = line.substring(2).replace(STATE, daemon.path("state"));
            typed.append(line).append('\n').append(run(daemon, command).replace(daemon.path("state"), STATE));
        }
        return typed.toString();
    }

    private String run(DaemonUnderTest daemon, String command) throws IOException, InterruptedException {
        switch (command) {
            case "systemctl stop demarc" -> daemon.close();
            case "systemctl start demarc" -> daemon.start();
            default -> {
                List<String> words = words(command.replace("inventory.yaml", daemon.path("inventory.yaml")));
                if (words.get(0).equals("demarc")) {
                    return ofDaemon(daemon, words.subList(1, words.size()));
                }
                Process process =
                        new ProcessBuilder(words).redirectErrorStream(true).start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(command + ": " + output).isZero();
            }
        }
        return "";
    }

    /** What only shows may end with 1: something differs. */
    private static String ofDaemon(DaemonUnderTest daemon, List<String> words) {
        boolean isShown = List.of("store show", "plan").contains(String.join(" ", words));
        Ran ran = daemon.demarc(words.toArray(String[]::new));
        assertThat(ran.status()).as(words + ": " + ran.output() + daemon.log()).isBetween(0, isShown ? 1 : 0);
        return ran.output();
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    private static void prepare(DaemonUnderTest daemon, SimulatedIosSwitch device, SimulatedCloudStack cloudStack) {
        SwitchUnderTest.declare(daemon, device, cloudStack);
        cloudStack.implement(NETWORK, ALICES.id());
        assertThat(daemon.call("iso-first-vm.5.implement-network", NETWORK, ALICES.toString(), 20)
                        .isSuccess())
                .isTrue();
        assertThat(device.port(PORT).carriesOnly(ALICES)).isTrue();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.demarc.hooks.drbd.GenerationIdentifiers.Relation;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real nodes (DRBD 8.4.11, drbd-utils 9.22.0) printed in each state. */
class RecordedStatesTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "drbd");

    static List<Path> states() throws IOException {
        try (Stream<Path> all = Files.list(SAMPLES)) {
            return all.filter(path -> Files.exists(path.resolve("node-a.txt")))
                    .sorted()
                    .toList();
        }
    }

    private static String printed(Path state, String node, String command) {
        try {
            Matcher matcher = Pattern.compile(
                            "^\\$ " + Pattern.quote(command) + "\\n(.*?)^\\[exit \\d+]$",
                            Pattern.DOTALL | Pattern.MULTILINE)
                    .matcher(Files.readString(state.resolve("node-" + node + ".txt")));
            assertThat(matcher.find())
                    .as("%s %s in the recording", state, command)
                    .isTrue();
            return matcher.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<DrbdResource> resources(Path state, String node) {
        return Events2.read(printed(state, node, "drbdsetup events2 --now --statistics r0"));
    }

    private static String inWords(String state, String node) {
        return resources(SAMPLES.resolve(state), node).stream()
                .map(DrbdResource::inWords)
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00-module-loaded-unconfigured-no-metadata      | a | ''
            01-connected-inconsistent-both                 | a | r0 Secondary, Inconsistent, Connected to peer (Secondary, Inconsistent)
            02-syncsource-synctarget                       | a | r0 Primary, UpToDate, Connected to peer (Secondary, Inconsistent, SyncSource)
            02-syncsource-synctarget                       | b | r0 Secondary, Inconsistent, Connected to peer (Primary, UpToDate, SyncTarget)
            03-connected-uptodate-a-secondary-b-primary    | a | r0 Secondary, UpToDate, Connected to peer (Primary, UpToDate)
            03-connected-uptodate-both-primary-secondary   | a | r0 Primary, UpToDate, Connected to peer (Secondary, UpToDate)
            04-secondary-down-cleanly                      | a | ''
            04-secondary-down-cleanly                      | b | r0 Primary, UpToDate, Connecting
            05-replication-link-down                       | a | r0 Secondary, UpToDate, Connecting
            06-both-primary-link-down                      | a | r0 Primary, UpToDate, Connecting
            06-both-primary-link-down                      | b | r0 Primary, UpToDate, Connecting
            07-split-brain-detected                        | a | r0 Primary, UpToDate, StandAlone
            08-one-side-standalone-other-wfconnection      | a | r0 Secondary, UpToDate, Connecting
            08-one-side-standalone-other-wfconnection      | b | r0 Primary, UpToDate, StandAlone
            10-diskless-primary-b                          | b | r0 Primary, Diskless, Connected to peer (Secondary, UpToDate)
            11-diskless-secondary-a                        | b | r0 Primary, UpToDate, Connected to peer (Secondary, Diskless)
            12-inconsistent-secondary-resyncing-slowly     | b | r0 Primary, UpToDate, Connected to peer (Secondary, Inconsistent, SyncSource)
            13-paused-sync                                 | a | r0 Secondary, Inconsistent, Connected to peer (Primary, UpToDate, PausedSyncT (paused))
            14-link-down-while-secondary-inconsistent      | a | r0 Secondary, Inconsistent, Connecting
            15-secondary-disconnected-by-admin             | a | r0 Secondary, UpToDate, StandAlone
            16-crashed-node-booted-with-link-down          | a | r0 Secondary, UpToDate, Connecting
            """)
    void eachStateIsReadAsWhatItWas(String state, String node, String expected) {
        assertThat(inWords(state, node)).isEqualTo(expected);
    }

    @Test
    void onlyTheHealthyStatesAreRedundant() throws IOException {
        TreeSet<String> redundant = new TreeSet<>();
        for (Path state : states()) {
            for (String node : List.of("a", "b")) {
                if (Files.exists(state.resolve("node-" + node + ".txt"))
                        && resources(state, node).stream().anyMatch(DrbdResource::isRedundant)) {
                    redundant.add(state.getFileName() + " " + node);
                }
            }
        }
        assertThat(redundant)
                .containsExactly(
                        "03-connected-uptodate-a-secondary-b-primary a",
                        "03-connected-uptodate-a-secondary-b-primary b",
                        "03-connected-uptodate-both-primary-secondary a",
                        "03-connected-uptodate-both-primary-secondary b",
                        "09-after-split-brain-resolved a",
                        "09-after-split-brain-resolved b");
    }

    @ParameterizedTest
    @CsvSource({
        "02-syncsource-synctarget, FIRST_IS_NEWER",
        "03-connected-uptodate-both-primary-secondary, EQUAL",
        "05-replication-link-down, SECOND_IS_NEWER",
        "06-both-primary-link-down, SPLIT_BRAIN",
        "07-split-brain-detected, SPLIT_BRAIN",
        "08-one-side-standalone-other-wfconnection, SPLIT_BRAIN",
        "09-after-split-brain-resolved, EQUAL",
        "12-inconsistent-secondary-resyncing-slowly, SECOND_IS_NEWER",
        "14-link-down-while-secondary-inconsistent, SECOND_IS_NEWER",
        "15-secondary-disconnected-by-admin, SPLIT_BRAIN",
        "16-crashed-node-booted-with-link-down, SECOND_IS_NEWER"
    })
    void generationIdentifiersTellWhoWouldBeOverwritten(String state, Relation expected) {
        Path folder = SAMPLES.resolve(state);

        assertThat(GenerationIdentifiers.compare(
                        GenerationIdentifiers.read(printed(folder, "a", "drbdadm show-gi r0")),
                        GenerationIdentifiers.read(printed(folder, "b", "drbdadm show-gi r0"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("states")
    void whateverIsLostOrGarbledNoStateLooksBetterThanItIs(Path state) {
        Random random = new Random(state.getFileName().toString().hashCode());
        String whole = printed(state, "a", "drbdsetup events2 --now --statistics r0");
        boolean isRedundant = Events2.read(whole).stream().anyMatch(DrbdResource::isRedundant);
        for (int i = 0; i < 300; i++) {
            String garbled = garbled(whole, random);
            try {
                assertThat(Events2.read(garbled).stream().anyMatch(DrbdResource::isRedundant) && !isRedundant)
                        .as(garbled)
                        .isFalse();
            } catch (ProblemException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.DRBD_STATE_UNKNOWN);
            }
        }
    }

    private static String garbled(String text, Random random) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + (char) (' ' + random.nextInt(95)) + text.substring(at + 1);
            default -> text.lines().filter(line -> random.nextInt(4) > 0).collect(Collectors.joining("\n"));
        };
    }

    @Test
    void aStateThatNobodyKnowsIsNotGuessedAt() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Events2.read("exists resource name:r0 role:Emperor suspended:no\nexists -\n"))
                .withMessageContaining("Emperor");
    }

    /** From drbdsetup-events2(8) of DRBD 9; not recorded. */
    @Test
    void drbdNineTellsTheSameInMoreWords() {
        List<DrbdResource> resources = Events2.read("""
                exists resource name:r0 role:Primary suspended:no force-io-failures:no may_promote:no promotion_score:10101
                exists connection name:r0 peer-node-id:1 conn-name:node-b connection:Connected role:Secondary
                exists path name:r0 peer-node-id:1 conn-name:node-b local:ipv4:10.9.0.1:7788 peer:ipv4:10.9.0.2:7788 established:yes
                exists device name:r0 volume:0 minor:0 backing_dev:/dev/vg/r0 disk:UpToDate client:no quorum:yes
                exists peer-device name:r0 peer-node-id:1 conn-name:node-b volume:0 replication:Established peer-disk:UpToDate peer-client:no resync-suspended:no
                exists -
                """);

        assertThat(resources).singleElement().matches(DrbdResource::isRedundant);
        assertThat(resources.get(0).inWords())
                .isEqualTo("r0 Primary, UpToDate, Connected to node-b (Secondary, UpToDate)");
    }

    @Test
    void withoutQuorumNothingIsRedundant() {
        List<DrbdResource> resources = Events2.read("""
                exists resource name:r0 role:Secondary suspended:quorum
                exists connection name:r0 peer-node-id:1 conn-name:node-b connection:Connected role:Secondary
                exists device name:r0 volume:0 minor:0 disk:UpToDate quorum:no
                exists peer-device name:r0 peer-node-id:1 volume:0 replication:Established peer-disk:UpToDate resync-suspended:no
                exists -
                """);

        assertThat(resources.get(0).isRedundant()).isFalse();
        assertThat(resources.get(0).inWords()).contains("I/O suspended");
    }

    @ParameterizedTest
    @MethodSource("states")
    void procDrbdAndEvents2TellTheSame(Path state) {
        for (String node : List.of("a", "b")) {
            String proc = printed(state, node, "cat /proc/drbd");
            List<DrbdResource> resources = resources(state, node);
            Map<Integer, ProcDrbd.Device> devices = ProcDrbd.read(proc);
            assertThat(devices.keySet())
                    .as("devices of %s %s", state, node)
                    .hasSameElementsAs(resources.stream()
                            .flatMap(it -> it.volumes().stream())
                            .map(DrbdResource.Volume::minor)
                            .toList());
            for (DrbdResource resource : resources) {
                ProcDrbd.Device device =
                        device(devices, resource.volumes().get(0).minor());
                assertThat(device.role()).isEqualTo(resource.role());
                assertThat(device.disk()).isEqualTo(resource.volumes().get(0).disk());
                assertThat(device.state().equals("StandAlone")).isEqualTo(resource.isStandAlone());
                assertThat(device.donePercent() != null)
                        .as("progress of %s %s", state, node)
                        .isEqualTo(resource.with(devices).donePercent().isPresent());
            }
        }
    }

    private static ProcDrbd.Device device(Map<Integer, ProcDrbd.Device> devices, int minor) {
        return Objects.requireNonNull(devices.get(minor));
    }

    @Test
    void procDrbdKnowsHowFarAResyncIs() {
        Path state = SAMPLES.resolve("12-inconsistent-secondary-resyncing-slowly");
        Map<Integer, ProcDrbd.Device> devices = ProcDrbd.read(printed(state, "a", "cat /proc/drbd"));

        assertThat(device(devices, 0).donePercent()).isEqualTo(8.4);
        assertThat(device(devices, 0).outOfSyncKib()).isEqualTo(92_024);
        assertThat(resources(state, "a").get(0).with(devices).donePercent()).hasValue(8.4);
    }

    @Test
    void procDrbdKnowsHowFarAnOnlineVerifyIs() throws IOException {
        String recorded = Files.readString(SAMPLES.resolve("errors").resolve("verify.txt"));
        String running =
                recorded.substring(recorded.indexOf("version: 8"), recorded.indexOf("[exit 0]\n$ drbdadm status"));
        String over = recorded.substring(recorded.lastIndexOf("version: 8"), recorded.lastIndexOf("[exit 0]"));

        assertThat(device(ProcDrbd.read(running), 0).donePercent()).isEqualTo(12.5);
        assertThat(device(ProcDrbd.read(running), 0).state()).isEqualTo("VerifyS");
        assertThat(device(ProcDrbd.read(over), 0).donePercent()).isNull();
    }

    @Test
    void theKernelsWordOnASplitBrainIsInItsLog() throws IOException {
        for (String node : List.of("a", "b")) {
            assertThat(Files.readString(SAMPLES.resolve("07-split-brain-detected/kernel-node-" + node + ".txt")))
                    .containsPattern("(?i)split-brain.*unresolved");
        }
    }

    /** Hours of a real node's changes: every word for a state that it used is one that Demarc knows. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void everyStateThatARealNodeWentThroughIsKnown(String node) throws IOException {
        List<String> lines =
                Files.readAllLines(SAMPLES.resolve("events2").resolve("stream-maint-node-" + node + ".txt"));
        TreeSet<String> words = new TreeSet<>();
        Pattern field = Pattern.compile(" (role|connection|disk|peer-disk|replication):(\\S+)");
        for (String line : lines) {
            Matcher matcher = field.matcher(line);
            while (matcher.find()) {
                String word = matcher.group(2);
                switch (matcher.group(1)) {
                    case "role" -> DrbdWord.of(Role.class, "role", word);
                    case "connection" -> DrbdWord.of(ConnectionState.class, "connection", word);
                    case "replication" -> DrbdWord.of(ReplicationState.class, "replication", word);
                    default -> DrbdWord.of(DiskState.class, "disk", word);
                }
                words.add(word);
            }
        }
        assertThat(words).contains("StandAlone", "Connected", "Connecting", "UpToDate");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against a real socket with a small fixed world behind it. */
@Timeout(60)
class DemarcCommandIT {
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private ExampleDaemon daemon;

    @BeforeEach
    void open() {
        daemon = new ExampleDaemon(directory);
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "switch list",
                "switch show tor-a1",
                "switch check tor-a1",
                "port list",
                "port show tor-a1 GigabitEthernet1/0/7",
                "port locate 52:54:00:12:34:56",
                "device list",
                "device show acme-vpn",
                "network list",
                "inventory history",
                "inventory diff",
                "inventory rollback 2 --dry-run",
                "journal",
                "runbook list",
                "runbook show replace-node",
                "runbook start replace-node pair1 -p node=beta",
                "runbook start replace-node pair1 --dry-run",
                "runbook status",
                "runbook status 7",
                "runbook log 7",
                "platform list",
                "platform show cisco-ios",
                "replica list",
                "doctor"
            })
    void everyReadHasWordsForPeopleAndJsonForPrograms(String command) {
        Ran words = demarc(command.split(" ", -1));
        assertThat(words.err()).isEmpty();
        assertThat(words.out()).isNotBlank().doesNotContain("\u001b");

        Ran json = demarc((command + " --json").split(" ", -1));
        assertThat(json.status()).isEqualTo(words.status());
        assertThat(JsonParser.parseString(json.out()).isJsonNull()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daemon",
                "apply",
                "inventory",
                "inventory show",
                "inventory history",
                "inventory diff",
                "inventory rollback",
                "switch",
                "switch trust",
                "port",
                "device",
                "network",
                "attach",
                "detach",
                "plan",
                "reconcile",
                "journal",
                "platform",
                "platform parse",
                "runbook",
                "runbook start",
                "runbook status",
                "runbook confirm",
                "runbook pause",
                "runbook resume",
                "runbook abort",
                "runbook log",
                "platform render",
                "replica",
                "replica list",
                "doctor"
            })
    void everyCommandHelpsWithAnExample(String command) {
        Ran help = demarc((command + " --help").strip().split(" ", -1));

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage: demarc").contains("Example").contains("demarc " + command);
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void itSaysItsVersion() {
        Ran ran = demarc("--version");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).matches("demarc \\S+ \\(Java \\S+\\)\n");
    }

    @Test
    void aRunsStatusTellsWhereItIsWhatToDoAndWhatToType() {
        assertThat(demarc("runbook", "status", "7").out()).isEqualTo("""
                        Run 7: replace-node on pair1 is AWAITING PERSON
                          started by ada at 2026-11-24T03:00:00Z with node=beta; now as of 2026-11-24T03:00:00Z

                           STEP     STATE                        ENDED                 TITLE
                           shut     done                         2026-11-24T03:00:00Z  Shut beta down
                        >  replace  awaiting person (attempt 2)  -                     Replace beta

                        [#######.............]  33.3 %  left to do: 1.2 GiB  98.5 MB/s  about 13 min left

                        TO BE DONE BY A PERSON, step replace:
                          Replace the mainboard of beta.
                          Keep the replication link connected.
                          To confirm, type the word 'beta', 2 times (1 done).

                        Step replace may not run now; nothing of it was done.
                          met      alpha is primary
                                     found: it is
                          NOT MET  beta is UpToDate
                                     found: it is Inconsistent
                                     do:    Wait for the sync.
                        Mend what was found, then resume the run.

                        Not undone yet, in this order:
                          shut (by hand): Switch beta on again.

                        Next:
                          demarc runbook confirm 7 replace WORD
                        """);
    }

    @Test
    void whatIsSaidToARunIsAskedWithTheWordsAndTheUser() {
        String user = System.getProperty("user.name");
        demarc("runbook", "start", "replace-node", "pair1", "-p", "node=beta");
        demarc("runbook", "confirm", "7", "replace", "new", "board");
        demarc("runbook", "pause", "7", "lunch");
        demarc("runbook", "resume", "pair1");
        demarc("runbook", "abort", "7", "--undo", "wrong", "node");

        assertThat(daemon.operations().asked)
                .contains(
                        "start replace-node pair1 {node=beta} by " + user,
                        "confirm 7 replace new board by " + user,
                        "pause 7 lunch by " + user,
                        "resume pair1  by " + user,
                        "abort 7 wrong node true by " + user);
        assertThat(demarc("runbook", "start", "replace-node", "pair1", "--dry-run")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void aWatchEndsWhenAPersonIsNeeded() {
        Ran ran = demarc("runbook", "status", "7", "--watch");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("TO BE DONE BY A PERSON");
        assertThat(demarc("runbook", "status", "--watch").status()).isEqualTo(2);
    }

    @Test
    void databasesAreShownAsTheDocumentationShowsThem() throws IOException {
        Ran ran = demarc("replica", "list");

        assertThat(ran.status()).as("db-3 and db-4 aren't well").isEqualTo(1);
        assertThat(Files.readString(Path.of("../docs/replicas.md"))).contains("$ demarc replica list\n" + ran.out());
    }

    @Test
    void aWatchOfDatabasesAsksAgainUntilItIsInterrupted() throws Exception {
        CompletableFuture<Ran> ended = new CompletableFuture<>();
        Thread watch = new Thread(() -> ended.complete(demarc("replica", "list", "--watch", "1", "--json")), "watch");
        watch.start();
        Awaitility.await("it has asked twice")
                .until(() -> daemon.operations().asked.stream()
                                .filter("databases"::equals)
                                .count()
                        >= 2);

        watch.interrupt();

        Ran ran = ended.get(20, TimeUnit.SECONDS);
        assertThat(ran.out().lines())
                .isNotEmpty()
                .allMatch(line -> JsonParser.parseString(line).getAsJsonArray().size() == 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3601"})
    void aWatchOfDatabasesHasAPauseWithinReason(String seconds) {
        Ran ran = demarc("replica", "list", "--watch=" + seconds);

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("is not within 1 to 3600");
    }

    @Test
    void aRunsLogIsExportedToANewFileOnly() throws IOException {
        Path file = directory.resolve("run-7.txt");

        assertThat(demarc("runbook", "log", "7", "--export", file.toString()).status())
                .isZero();
        assertThat(Files.readString(file))
                .contains("2026-11-24T03:00:00Z  demarc  [shut]  drbdadm role all  (exit 0)\n    Secondary/Primary\n")
                .doesNotContain("\u001b");
        assertThat(demarc("runbook", "log", "7", "--export", file.toString()).status())
                .isEqualTo(2);
    }

    @Test
    void aDryRunOfApplyTellsProgramsWhatTheSwitchesWouldGet() throws IOException {
        Path file = Files.writeString(directory.resolve("inventory.yaml"), "switches: []\n");

        Ran ran = demarc("apply", "-f", file.toString(), "--dry-run", "--json");

        JsonObject answer = JsonParser.parseString(ran.out()).getAsJsonObject();
        assertThat(answer.get("applied").getAsBoolean()).isFalse();
        assertThat(answer.getAsJsonArray("switches").get(0).getAsJsonObject().getAsJsonArray("lines"))
                .hasSize(2);
    }

    private Ran adoptTyping(String typed) {
        return daemon.typing(typed, "adopt", "tor-a1");
    }

    @Test
    void adoptShowsLivePortsFirstAndWantsTheirNumberTyped() {
        Ran ran = adoptTyping("1\n");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("LIVE: tor-a1 GigabitEthernet1/0/8 has a link, LLDP neighbour core-1, a bridge, seen"
                        + " 02:00:5e:00:53:07, last frame 2 s ago. Adopting it changes it.\n")
                .contains("Type the number of live ports to hand 2 ports over to Demarc: ", "Adopted 2 ports");
        assertThat(daemon.operations().asked)
                .anyMatch(asked -> asked.startsWith("adopt tor-a1 [] 0123456789abcdef live 1"));
    }

    @Test
    void whoeverTypesAnythingElseAdoptsNothing() {
        for (String typed : List.of("", "yes\n", "2\n", "y\n")) {
            Ran ran = adoptTyping(typed);
            assertThat(ran.status()).as(typed).isEqualTo(2);
            assertThat(ran.err()).contains("1 of these ports are live", "nothing was adopted");
        }
        assertThat(daemon.operations().asked).noneMatch(asked -> asked.startsWith("adopt"));
    }

    @Test
    void retireShowsWhatIsLostAndWantsTheSwitchsNameTyped() {
        Ran ran = daemon.typing("tor-a1\n", "switch", "retire", "tor-a1");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("Device acme-vpn of account alice in ROOT/acme on tor-a1 GigabitEthernet1/0/7 is detached")
                .contains(
                        "Port tor-a1 GigabitEthernet1/0/7 may carry VLAN 150",
                        "Before that, take it out of service",
                        "Type the switch's name to retire it: ",
                        "Retired. Take switch tor-a1 and its devices out of the inventory, and apply it.");
        assertThat(daemon.operations().asked).anyMatch(asked -> asked.startsWith("retire tor-a1 [] seen 5eed"));
    }

    @Test
    void retireTakesTheNameFromAScriptAndOnlyTheRightOne() {
        assertThat(demarc("switch", "retire", "tor-a1", "Gi2/0/1", "--yes", "tor-a1", "--json")
                        .status())
                .isZero();
        assertThat(daemon.operations().asked).anyMatch(asked -> asked.startsWith("retire tor-a1 [Gi2/0/1] seen 5eed"));
        daemon.operations().asked.clear();

        for (String typed : List.of("", "yes\n", "tor-b1\n")) {
            Ran ran = daemon.typing(typed, "switch", "retire", "tor-a1");
            assertThat(ran.status()).as(typed).isEqualTo(2);
            assertThat(ran.err()).contains("nothing was changed");
        }
        assertThat(demarc("switch", "retire", "tor-a1", "--dry-run").status()).isEqualTo(1);
        assertThat(daemon.operations().asked).allMatch(asked -> asked.contains("seen nothing"));
    }

    @Test
    void oneEntryOfTheJournalIsFoundByItsNumber() {
        assertThat(demarc("journal", "--entry", "999999").err()).contains("The journal has no entry 999999.");
    }

    @Test
    void applyShowsTheDifferenceAndThenDoesExactlyThat() throws IOException {
        Path file = Files.writeString(directory.resolve("inventory.yaml"), "switches: []\n");

        Ran ran = demarc("apply", "-f", file.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("""
                + device globex-vpn
                + switch tor-b1
                ~ switch tor-a1: vlans 100-149 -> 100-199
                - switch tor-a1: port GigabitEthernet1/0/9
                tor-a1 GigabitEthernet1/0/9 is left as it is: access, VLAN 999 untagged, down
                Applied as version 4.
                """);
        assertThat(daemon.operations().asked)
                .map(asked -> asked.replaceFirst(" by .*", ""))
                .containsExactly("try switches: []", "apply on 3 switches: []");
    }

    @Test
    void aDryRunOfApplyEndsWithHowMuchItWouldDo() throws IOException {
        Path file = Files.writeString(directory.resolve("inventory.yaml"), "switches: []\n");

        Ran ran = demarc("apply", "-f", file.toString(), "--dry-run");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).endsWith("Dry run: nothing was changed.\n2 to add, 1 to change, 1 to remove\n");
        assertThat(daemon.operations().asked).noneMatch(asked -> asked.startsWith("apply"));
    }

    @Test
    void whatInventoryShowPrintsIsAlreadySo() throws IOException {
        Ran shown = demarc("inventory", "show");
        Path file = Files.writeString(directory.resolve("inventory.yaml"), shown.out());

        assertThat(shown.out()).isEqualTo("devices: []\nswitches: []");
        assertThat(shown.err()).isEqualTo("version 3, applied 2026-11-24T08:15:33Z by OPERATOR ada\n");
        assertThat(demarc("inventory", "show", "2").out()).startsWith("# Two racks; ours is the left one \u2014 Ada\n");
        assertThat(demarc("apply", "-f", file.toString()).out()).isEqualTo("The inventory is already so.\n");
        Ran trial = demarc("apply", "-f", file.toString(), "--dry-run");
        assertThat(trial.status()).isZero();
        assertThat(trial.out()).endsWith("\n0 to add, 0 to change, 0 to remove\n");
    }

    @Test
    void theHistoryIsATable() {
        assertThat(demarc("inventory", "history").out()).isEqualTo("""
                VERSION  APPLIED               BY            CHANGES
                1        2026-11-24T08:15:31Z  OPERATOR ada  -
                2        2026-11-24T08:15:32Z  OPERATOR ada  -
                3        2026-11-24T08:15:33Z  OPERATOR bob  +2 ~1 -0
                """);
    }

    @Test
    void diffComparesTwoVersionsOrWithTheOneInForceOrWhatTheLastOneChanged() {
        assertThat(demarc("inventory", "diff", "1", "2").out()).isEqualTo("""
                --- version 1\t2026-11-24T08:15:31Z OPERATOR ada
                +++ version 2\t2026-11-24T08:15:32Z OPERATOR ada
                @@ -1,1 +1,2 @@
                +# Two racks; ours is the left one \u2014 Ada
                 switches: []
                """);
        assertThat(demarc("inventory", "diff", "1").out())
                .startsWith("--- version 1\t")
                .contains("+++ version 3\t");
        assertThat(demarc("inventory", "diff").out())
                .startsWith("--- version 2\t")
                .contains("+++ version 3\t");
        assertThat(demarc("inventory", "diff").status()).isEqualTo(1);
        Ran same = demarc("inventory", "diff", "2", "2");
        assertThat(same.status()).isZero();
        assertThat(same.out()).isEmpty();
    }

    @Test
    void aRollbackIsShownAndThenDoneForWhatWasShown() {
        Ran ran = demarc("inventory", "rollback", "2");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).isEqualTo("""
                Only comments or order differ: no change to what Demarc does.
                Applied as version 4.
                """);
        assertThat(daemon.operations().asked)
                .map(asked -> asked.replaceFirst(" *by .*", ""))
                .containsExactly("roll back to 2: try", "roll back to 2: apply on 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show 9", "show ../../store", "diff 1 9", "rollback", "show 1 2", "history --last x"})
    void aVersionThatCannotBeIsToldInOneSentence(String arguments) {
        Ran ran = demarc(("inventory " + arguments).split(" ", -1));

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("demarc: ").doesNotContain("Exception");
    }

    @Test
    void attachAsksForWhatWasSaid() {
        Ran ran = demarc("attach", "acme-vpn", "acme-net");

        assertThat(ran.status()).isZero();
        assertThat(daemon.operations().asked).anyMatch(asked -> asked.contains("attach") && asked.contains("acme-vpn"));
    }

    @Test
    void aProblemIsOneSentenceWithWhatToDoAndItsExitStatus() {
        Map<ProblemCode, Integer> statuses = Map.of(
                ProblemCode.OWNER_MISMATCH, 2,
                ProblemCode.SECRET_UNAVAILABLE, 3,
                ProblemCode.SWITCH_UNREACHABLE, 4,
                ProblemCode.SWITCH_BUSY, 5,
                ProblemCode.INTERNAL, 70);
        statuses.forEach((code, status) -> {
            daemon.operations().failWith(Problem.of(code, "tor-a1 is like that.", "Do something about it."));
            Ran ran = demarc("attach", "acme-vpn", "acme-net");
            assertThat(ran.status()).as(code.id()).isEqualTo(status);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).isEqualTo("demarc: tor-a1 is like that. Do something about it.\n");
        });
    }

    @Test
    void whereNoDaemonAnswersTheSocketIsNamed() {
        daemon.close();

        Ran ran = demarc("port", "list");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err())
                .startsWith("demarc: ")
                .contains(directory.resolve("s").toString());
    }

    @Test
    void aTypoIsToldWithoutAStackTrace() {
        Ran ran = demarc("atach", "acme-vpn");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).startsWith("demarc: ").doesNotContain("Exception", "\tat ");
    }

    @Test
    void savedOutputOfASwitchIsReadWithoutADaemon() throws IOException {
        daemon.close();
        Path file = Files.writeString(directory.resolve("switchport.txt"), CommandsDocTest.SAVED_OUTPUT);

        Ran ran = demarc("platform", "parse", "cisco-ios", file.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        JsonArray ports = JsonParser.parseString(ran.out()).getAsJsonArray();
        JsonObject port = ports.get(0).getAsJsonObject();
        assertThat(port.keySet())
                .containsExactly(
                        "port",
                        "mode",
                        "untagged",
                        "also_untagged",
                        "tagged",
                        "admin_up",
                        "link_up",
                        "description",
                        "lag",
                        "neighbour",
                        "neighbour_is_bridge",
                        "address",
                        "contradictions",
                        "unread");
        assertThat(port.get("port").getAsString()).isEqualTo("GigabitEthernet1/0/7");
        assertThat(port.get("mode").getAsString()).isEqualTo("access");
        assertThat(port.get("untagged").getAsInt()).isEqualTo(150);
        assertThat(port.get("description").isJsonNull()).isTrue();
    }

    @Test
    void aLineOfATableThatCannotBeReadIsNamedAndTheExitStatusIsNotZero() throws IOException {
        Path file = Files.writeString(directory.resolve("status.txt"), """
                Port      Name               Status       Vlan       Duplex  Speed Type
                Gi1/0/1                      connected    10         a-full a-1000 10/100/1000BaseTX
                Gi1/0/2                      bewitched    20         a-full a-1000 10/100/1000BaseTX
                """);

        Ran ran = demarc("platform", "parse", "cisco-ios", "--command", "show interfaces status", file.toString());

        assertThat(ran.status()).isEqualTo(1);
        assertThat(JsonParser.parseString(ran.out()).getAsJsonArray()).hasSize(1);
        assertThat(ran.err()).contains(file + " line 3: Gi1/0/2 ", "bewitched");
    }

    @Test
    void whatWouldBeSentIsRenderedWithoutASwitch() {
        for (String platform : List.of("cisco-ios", "junos", "openvswitch", "snmp-qbridge", "snmp-cisco")) {
            Ran ran = demarc(
                    "platform",
                    "render",
                    platform,
                    "attach",
                    "--port",
                    "ge-0/0/7",
                    "--vlan",
                    "150",
                    "--description",
                    "acme-vpn");
            assertThat(ran.status()).as(platform + ran.err()).isZero();
            assertThat(ran.out()).as(platform).contains("150");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gi1/0/7;reload", "Gi1/0/7 reload", "$(id)"})
    void aHostilePortNameIsRefused(String port) {
        Ran ran = demarc("platform", "render", "cisco-ios", "attach", "--port", port, "--vlan", "150");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aDefinitionWithProblemsIsToldAllOfThem() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.yaml"), "platform: mine\ntransport: ssh\nbogus: 1\n");

        Ran ran = demarc("platform", "check", file.toString());

        assertThat(ran.status()).isNotZero();
        assertThat(ran.out() + ran.err()).contains("bogus");
    }

    private Ran demarc(String... arguments) {
        return daemon.demarc(arguments);
    }
}

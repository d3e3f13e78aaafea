/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.demarc.access.Login;
import io.demarc.access.SshAlgorithms;
import io.demarc.plugin.words.DeviceName;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.LoginReference;
import io.demarc.plugin.words.ManagedPair;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.ManagedSwitch.Endpoint;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.RunbookObjects;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.provision.PortRules.Guard;
import io.demarc.switches.session.SessionOverrides;
import io.demarc.switches.session.SessionOverrides.Reply;
import io.demarc.switches.session.SessionOverrides.Wake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryFileTest {
    private static final Platforms PLATFORMS = new World(Path.of("/nowhere")).platforms();

    private static final String GOOD = """
        switches:
          - name: tor-a1
            platform: fake
            address: tor-a1.example:2222
            login: { user: demarc, password: '${env:A}', enable: '${env:B}', legacy-algorithms: true }
            vlans: [100-199, 250]
            idle: { vlan: 999, down: false }
            forbidden-vlans: [110]
            ports: [Gi1, { name: ge2, allow: [lldp-bridge, tagged-vlans] }]
            zones: [1, 2]
            bridge: br0
            connect-timeout: 3s
          - name: tor-b1
            platform: fake-snmp
            address: '[2001:db8::1]'
            login: { user: demarc, auth: { protocol: SHA512, secret: '${env:A}' }, priv: { secret: '${env:B}' } }
            vlans: 100-199
            idle: { vlan: 999 }
            ports: [ge1]
          - name: tor-c1
            platform: fake-snmp
            address: 192.0.2.3
            login: { version: v2c, community: '${env:A}' }
            vlans: 100
            idle: { vlan: 999 }
            ports: []
        devices:
          - name: alice-vpn
            owner: { domain: ROOT/acme, account: alice }
            port: { switch: tor-a1, name: Gi1 }
          - name: web-vpn
            owner: { domain: ROOT, project: web }
            port: { switch: tor-b1, name: ge1 }
        """;

    /** Without line and column, which YamlProblemsTest is about. */
    private static List<String> problems(String yaml) {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> InventoryFile.parse(yaml, PLATFORMS));
        assertThat(e.problem().code()).isEqualTo(ProblemCode.INPUT_INVALID);
        return e.problem().details().stream()
                .map(line -> line.replaceFirst(" \\(line \\d+, column \\d+\\)$", ""))
                .toList();
    }

    @Test
    void everyKeyIsRead() {
        Inventory inventory = InventoryFile.parse(GOOD, PLATFORMS);

        ManagedSwitch first = inventory.require(new SwitchName("tor-a1"));
        assertThat(first.endpoint())
                .isEqualTo(new Endpoint("tor-a1.example", 2222, "br0", Duration.ofSeconds(3), null));
        assertThat(first.rules().managed())
                .containsEntry(new PortName("ge1"), Set.of())
                .containsEntry(new PortName("ge2"), Set.of(Guard.LLDP_BRIDGE, Guard.TAGGED_VLANS));
        assertThat(first.rules().forbidden()).containsExactlyInAnyOrder(new Vlan(1), new Vlan(110));
        assertThat(first.rules().tenants().contains(new Vlan(250))).isTrue();
        assertThat(first.rules().idleDown()).isFalse();
        assertThat(first.zones()).containsExactlyInAnyOrder("1", "2");
        ManagedSwitch second = inventory.require(new SwitchName("tor-b1"));
        assertThat(second.endpoint()).hasToString("[2001:db8::1]:161");
        assertThat(second.login()).isInstanceOfSatisfying(LoginReference.SnmpV3.class, login -> {
            assertThat(login.authProtocol()).isEqualTo(Login.AuthProtocol.SHA512);
            assertThat(login.privProtocol()).isEqualTo(Login.PrivProtocol.AES128);
        });
        assertThat(inventory.require(new SwitchName("tor-c1")).login()).isInstanceOf(LoginReference.Community.class);
        assertThat(inventory.require(new DeviceName("web-vpn")).owner())
                .isEqualTo(new Owner("ROOT", Owner.Kind.PROJECT, "web"));
        assertThat(inventory.require(new DeviceName("alice-vpn")).port()).hasToString("tor-a1 ge1");
    }

    @Test
    void tellsEveryProblemOfASwitchAtOnceWithItsPath() {
        assertThat(problems("""
            switches:
              - name: tor a1
                platform: fake
                address: 192.0.2.10:99999
                login: { user: demarc, password: hunter2 }
                vlans: 100-5000
                idle: { vlan: 1 }
                ports: [ge1, Gi1, { name: ge2, alow: [x] }, { name: ge3, allow: [everything] }]
                forbidden-vlans: [0]
            """))
                .containsExactlyInAnyOrder(
                        "switches[0].name: switch name 'tor a1' is not 1 to 63 letters, digits, dots, dashes or"
                                + " underscores",
                        "switches[0].address: port 99999 is not within 1 to 65535",
                        "switches[0].login.password: a secret stands here by reference only. Write"
                                + " ${file:/path/of/a/file/with/mode/0600} or ${env:NAME}.",
                        "switches[0].vlans: VLAN id 5000 is not within 1 to 4094",
                        "switches[0].ports[1]: port ge1 is listed twice",
                        "switches[0].ports[2]: unknown key 'alow'; did you mean 'allow'?",
                        "switches[0].ports[3].allow[0]: 'everything' is not one of lldp-bridge, lag-member,"
                                + " tagged-vlans",
                        "switches[0].forbidden-vlans[0]: VLAN id 0 is not within 1 to 4094");
    }

    @Test
    void theParkingVlanIsNobodysAndNotForbidden() {
        assertThat(problems(GOOD.replace("{ vlan: 999, down: false }", "{ vlan: 150 }")))
                .contains("switches[0].idle.vlan: parking VLAN 150 is within the tenants' range 100-199,250");
        assertThat(problems(GOOD.replace("{ vlan: 999, down: false }", "{ vlan: 1 }")))
                .contains("switches[0].idle.vlan: parking VLAN 1 is one of the forbidden VLANs");
    }

    @Test
    void aLoginFitsItsPlatformsTransport() {
        assertThat(problems(GOOD.replace("platform: fake\n", "platform: fake-snmp\n")))
                .anyMatch(line -> line.startsWith("switches[0].login: is an SSH login"));
        assertThat(problems(GOOD.replace("login: { version: v2c, community: '${env:A}' }", "login: { user: a }")))
                .contains("switches[2].login.auth: is missing: SNMPv3 is used with authentication and privacy, always");
        assertThat(problems(GOOD.replace("password: '${env:A}', ", "")))
                .contains("switches[0].login: needs a password or a private-key");
    }

    @Test
    void whatIsDifferentAboutOneSwitchIsRead() {
        String login = "login: { user: demarc, password: '${env:A}', enable: '${env:B}', legacy-algorithms: true }";
        ManagedSwitch usual = InventoryFile.parse(GOOD, PLATFORMS).require(new SwitchName("tor-a1"));
        assertThat(usual.overrides()).isEqualTo(SessionOverrides.NONE);
        assertThat(((LoginReference.Ssh) usual.login()).algorithms()).isEqualTo(SshAlgorithms.ofAge(true));

        ManagedSwitch own = InventoryFile.parse(
                        GOOD.replace(
                                login,
                                "login: { user: demarc, password: '${env:A}', algorithms: { key-exchanges:"
                                        + " [diffie-hellman-group-exchange-sha1], ciphers: [aes128-cbc, 3des-cbc],"
                                        + " least-group-bits: 1536 } }\n    session: { wake: return, enable-prompt:"
                                        + " '^Kennwort', login-greeting: [ { match: 'accept\\?', reply: 'y' },"
                                        + " { match: 'user', reply: '{user}' } ] }"),
                        PLATFORMS)
                .require(new SwitchName("tor-a1"));
        assertThat(own.overrides())
                .isEqualTo(new SessionOverrides(
                        Wake.RETURN, "^Kennwort", List.of(new Reply("accept\\?", "y"), new Reply("user", "{user}"))));
        assertThat(((LoginReference.Ssh) own.login()).algorithms())
                .isEqualTo(new SshAlgorithms(
                        false,
                        List.of("diffie-hellman-group-exchange-sha1"),
                        List.of(),
                        List.of("aes128-cbc", "3des-cbc"),
                        List.of(),
                        1536));
    }

    @Test
    void whatCannotBeOfferedOrAskedIsNamed() {
        String login = "legacy-algorithms: true }";
        assertThat(problems(
                        GOOD.replace(login, "algorithms: { ciphers: [hmac-sha1], macs: [], least-group-bits: 768 } }")))
                .anyMatch(line -> line.startsWith("switches[0].login.algorithms.ciphers[0]: 'hmac-sha1' is none of the"
                                + " ciphers that Demarc knows; such as ")
                        && line.contains("aes128-cbc"))
                .contains(
                        "switches[0].login.algorithms.macs: lists nothing; leave it out if it is to be as usual",
                        "switches[0].login.algorithms.least-group-bits: '768' is not a number of bits, 1024 to 8192");
        String session = "session: { wake: enter, enable-prompt: '(', login-greeting: [ { match: '.*' },"
                + " { match: 'x', reply: '{secret.snmp}' } ] }\n    login: { user";
        assertThat(problems(GOOD.replaceFirst("login: \\{ user", session)))
                .contains(
                        "switches[0].session.wake: 'enter' is not one of silence, return, never",
                        "switches[0].session.login-greeting[0].match: '.*' matches an empty line: name some of the"
                                + " question's words",
                        "switches[0].session.login-greeting[1].reply: unknown placeholder {secret.snmp}; known: {user},"
                                + " {secret.enable}, {secret.password}")
                .anyMatch(
                        line -> line.startsWith("switches[0].session.enable-prompt: '(' is not a regular expression"));
        assertThat(problems(
                        GOOD.replace("login: { version: v2c", "session: { wake: return }\n    login: { version: v2c")))
                .contains("switches[2].session: is about logging in to a command line, but the switch's platform speaks"
                        + " SNMP");
    }

    @Test
    void anUnknownPlatformIsNamedWithTheKnownOnes() {
        assertThat(problems(GOOD.replace("platform: fake\n", "platform: cisco\n")))
                .anyMatch(line -> line.startsWith("switches[0].platform: There is no platform named 'cisco'.")
                        && line.contains("fake-snmp"));
    }

    @Test
    void twoOfAKindAreRefused() {
        assertThat(problems(GOOD.replace("name: tor-b1\n", "name: tor-a1\n")))
                .contains("switches[1].name: there is another switch named tor-a1");
        assertThat(problems(GOOD.replace("name: web-vpn", "name: alice-vpn")))
                .contains("devices[1].name: there is another device named alice-vpn");
        assertThat(problems(GOOD.replace("{ switch: tor-b1, name: ge1 }", "{ switch: tor-a1, name: ge1 }")))
                .contains("devices[1].port: device alice-vpn is plugged into tor-a1 ge1 too");
    }

    @Test
    void aDeviceNeedsAManagedPortAndOneOwner() {
        assertThat(problems(GOOD.replace("{ switch: tor-b1, name: ge1 }", "{ switch: tor-b1, name: ge7 }")))
                .contains("devices[1].port.name: port ge7 is not one of the managed ports of tor-b1");
        assertThat(problems(GOOD.replace("{ switch: tor-b1, name: ge1 }", "{ switch: tor-x, name: ge7 }")))
                .contains("devices[1].port.switch: there is no (valid) switch named tor-x");
        assertThat(problems(GOOD.replace("project: web", "project: web, account: alice")))
                .contains("devices[1].owner: needs either an account or a project");
        assertThat(problems(GOOD.replace("domain: ROOT,", "domain: acme,")))
                .anyMatch(line -> line.startsWith("devices[1].owner: domain 'acme' is not a domain path"));
    }

    @Test
    void whatIsWrittenOffIsACommandsBusinessNow() {
        String old = GOOD + "written-off: [{ switch: tor-old }]\n";

        assertThat(problems(old))
                .singleElement()
                .asString()
                .contains("written-off: is no key any more", "switch retire");
        assertThat(InventoryFile.parseStored(old, PLATFORMS)).isEqualTo(InventoryFile.parse(GOOD, PLATFORMS));
    }

    @Test
    void anEmptyDocumentIsNoInventory() {
        assertThat(problems("")).singleElement().asString().contains("switches: []");
        assertThat(InventoryFile.parse("switches: []", PLATFORMS).switches()).isEmpty();
    }

    @Test
    void tellsWhatDiffers() {
        Inventory before = InventoryFile.parse(GOOD, PLATFORMS);
        Inventory after = InventoryFile.parse(
                GOOD.replace("[Gi1, {", "[Gi1, ge5, {")
                        .replace("vlans: 100\n", "vlans: 100-120\n")
                        .replace("192.0.2.3", "192.0.2.4")
                        .replace("project: web", "project: shop"),
                PLATFORMS);

        InventoryDifference difference = InventoryDifference.between(before, after);

        assertThat(difference.added()).containsExactly("switch tor-a1: port ge5");
        assertThat(difference.changed())
                .containsExactly(
                        "switch tor-c1: address: 192.0.2.3:161 -> 192.0.2.4:161",
                        "switch tor-c1: vlans: 100 -> 100-120",
                        "device web-vpn: owner: project web in ROOT -> project shop in ROOT");
        assertThat(difference.removed()).isEmpty();
        assertThat(difference.touched()).hasSize(3);
        assertThat(InventoryDifference.between(before, before).isEmpty()).isTrue();
        assertThat(InventoryDifference.between(before, Inventory.empty()).removed())
                .containsExactly(
                        "switch tor-a1", "switch tor-b1", "switch tor-c1", "device alice-vpn", "device web-vpn");
    }

    @Test
    void whatAPortIsSparedIsADifference() {
        Inventory before = InventoryFile.parse(GOOD, PLATFORMS);
        Inventory after = InventoryFile.parse(
                GOOD.replace("ports: [ge1]", "ports: [{ name: ge1, no-evidence: [lldp], allow: [lag-member] }]"),
                PLATFORMS);

        assertThat(InventoryDifference.between(before, after).changed())
                .containsExactly(
                        "switch tor-b1: port ge1: allow: [] -> [LAG_MEMBER]",
                        "switch tor-b1: port ge1: no-evidence: [] -> [LLDP]");
    }

    private static final String PAIR = """
        storage-pairs:
          - name: store-1
            cluster: heartbeat
            resources: [r0]
            service: { addresses: [10.20.0.100/24], mounts: [/srv/data] }
            pool: 6ca20e53-6a3c-43fb-b1ee-2a8c0b6c1d1f
            nodes:
              - name: node-a
                address: 10.20.0.11
                login: { user: root, private-key: '${env:A}' }
                management: mgmt0
                replication: { interface: repl0, address: 10.77.1.11 }
              - name: node-b
                address: '[2001:db8::2]:2222'
                login: { user: root, password: '${env:B}' }
                management: mgmt0
                replication: { interface: repl0, address: 10.77.1.12 }
        """;

    @Test
    void aStoragePairIsRead() {
        ManagedPair pair = InventoryFile.parse(PAIR, PLATFORMS).objects().requirePair("store-1");

        assertThat(pair.pair().node("node-b").replicationAddress()).isEqualTo("10.77.1.12");
        assertThat(pair.pair().addresses()).containsExactly("10.20.0.100/24");
        assertThat(Objects.requireNonNull(pair.entrances().get("node-b")).port())
                .isEqualTo(2222);
        assertThat(pair.pool()).startsWith("6ca20e53");
        assertThat(InventoryDifference.between(Inventory.empty(), InventoryFile.parse(PAIR, PLATFORMS))
                        .added())
                .containsExactly("storage pair store-1");
    }

    private static final String SERVERS = """
        switches: []
        servers:
          - name: web-1
            address: 10.20.0.21
            login: { user: root, private-key: '${env:A}' }
          - name: web-2
            address: '[2001:db8::22]:2222'
            login: { user: demarc, password: '${env:B}' }
        """;

    @Test
    void aServerIsRead() {
        Inventory inventory = InventoryFile.parse(SERVERS, PLATFORMS);

        assertThat(inventory.objects().requireEntrance("web-1").host()).isEqualTo("10.20.0.21");
        assertThat(inventory.objects().requireEntrance("web-2").port()).isEqualTo(2222);
        assertThat(InventoryDifference.between(Inventory.empty(), inventory).added())
                .containsExactly("server web-1", "server web-2");
    }

    @Test
    void aStorageNodeIsAServerToo() {
        RunbookObjects objects = InventoryFile.parse(PAIR, PLATFORMS).objects();

        assertThat(objects.requireEntrance("node-a").host()).isEqualTo("10.20.0.11");
        assertThatThrownBy(() -> objects.requireEntrance("node-c"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no server named 'node-c'")
                .hasMessageContaining("node-a, node-b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        name: web-2     | name: web-1      | there is another server named web-1
        name: web-2     | name: 'a;b'      | is not the name of a server
        name: web-2     | nam: web-2       | unknown key 'nam'
        user: root      | usr: root        | unknown key 'usr'
        10.20.0.21      | 'a b'            | address
        """)
    void whatCannotBeAServerIsRefusedWithItsPlace(String good, String bad, String told) {
        assertThat(String.join(
                        "\n", problems(SERVERS.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)))))
                .contains("servers[")
                .contains(told);
    }

    private static final String GATEWAYS = """
        switches: []
        gateways:
          - name: edge
            address: 10.20.0.1
            addresses: [10.20.0.1, '2001:db8::1']
            login:
              user: demarc
              auth: { protocol: SHA256, secret: '${env:A}' }
              priv: { protocol: AES128, secret: '${env:B}' }
          - name: core
            platform: cisco-ios
            address: core.example:2222
            addresses: [10.21.0.1]
            login: { user: demarc, password: '${env:C}' }
        """;

    @Test
    void gatewaysAreReadAndThoseOfSshHaveHostKeys() {
        RunbookObjects objects = InventoryFile.parse(GATEWAYS, PLATFORMS).objects();

        assertThat(objects.gateways().keySet()).containsExactly("core", "edge");
        assertThat(Objects.requireNonNull(objects.gateways().get("edge")).port())
                .isEqualTo(161);
        assertThat(objects.entrances().keySet()).containsExactly("core");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        name: edge              | name: '10.0.0.1'         | is not the name of a gateway
        platform: cisco-ios     | platform: cisco          | is not one of snmp, linux, cisco-ios, junos
        addresses: [10.21.0.1]  | addresses: [core]        | is not an IP address
        addresses: [10.21.0.1]  | gateways: x              | is missing: its own addresses
        name: core              | name: edge               | there is another gateway named edge
        user: demarc, password  | user: demarc, passwort   | unknown key 'passwort'
        """)
    void whatCannotBeAGatewayIsRefusedWithItsPlace(String good, String bad, String told) {
        assertThat(String.join(
                        "\n", problems(GATEWAYS.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)))))
                .contains("gateways[")
                .contains(told);
    }

    private static final String DATABASES = SERVERS + """
        databases:
          - { name: db-1, server: web-1, address: 10.20.0.21, replication: { user: repl, password: '${env:A}' } }
          - name: db-2
            server: web-2
            address: 10.20.0.22
            primary: db-1
            check: { every: 7d, at: 22:00-02:30 }
        """;

    @Test
    void whenAReplicaIsCheckedIsRead() {
        RunbookObjects objects = InventoryFile.parse(DATABASES, PLATFORMS).objects();

        assertThat(objects.requireDatabase("db-1").check()).isNull();
        assertThat(Objects.requireNonNull(objects.requireDatabase("db-2").check())
                        .inWords())
                .isEqualTo("every 7 days, between 22:00 and 02:30 UTC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        every: 7d        | every: 1h      | databases[1].check.every: 1h is not within 24h to 8784h
        every: 7d        | every: often   | is not a length of time
        every: 7d,       | {}             | databases[1].check.every: is missing
        , at: 22:00-02:30| {}             | databases[1].check.at: is missing
        at: 22:00-02:30  | at: 22-02      | is not a window of the day (UTC) such as 02:00-05:00
        at: 22:00-02:30  | at: 22:00-22:00| is empty
        at: 22:00-02:30  | when: 22:00    | unknown key 'when'
        primary: db-1    | {}             | databases[1].check: only a replica is compared
        """)
    void whatCannotBeAScheduleIsRefusedWithItsPlace(String good, String bad, String told) {
        String text = DATABASES.replace(good.strip(), bad.equals("{}") ? "" : bad.strip());

        assertThat(String.join("\n", problems(text))).contains(told.strip());
    }

    /** A run is named by its object. */
    @Test
    void aServerMayNotHaveThePairsName() {
        String both = PAIR + SERVERS.substring(SERVERS.indexOf("servers:")).replace("web-1", "store-1");

        assertThat(problems(both)).anyMatch(it -> it.contains("there is another storage pair named store-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cluster: heartbeat   | cluster: hartbeat    | is not one of heartbeat
        name: node-b         | name: node-a         | both nodes are named node-a
        name: node-b         | name: '$(reboot)'    | is not a host name
        interface: repl0     | interface: 'a b'     | is not the name of a network interface
        mounts: [/srv/data]  | mounts: ['/a;b']     | is not an absolute path
        [10.20.0.100/24]     | [10.20.0.100]        | is not an address with its prefix
        resources: [r0]      | resources: ['a b']   | is not the name of a DRBD resource
        pool: 6ca20e53       | pool: x              | is not the UUID of a storage pool
        private-key          | privat-key           | unknown key 'privat-key'
        """)
    void whatCannotBeAStoragePairIsRefusedWithItsPlace(String good, String bad, String told) {
        assertThat(String.join("\n", problems(PAIR.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)))))
                .contains("storage-pairs[0]")
                .contains(told);
    }
}

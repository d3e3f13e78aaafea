/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real managers of addresses said, and configurations as people write them. */
class AddressManagersTest {
    private static final Path SAMPLES = Path.of("src", "test", "resources", "managers");
    /** Where nothing manages addresses. */
    private static final String NOBODY = """
            alpha
            @@node 0
            @@keepalived 1
            @@pacemaker 1
            @@heartbeat 1
            @@networkmanager 1
            @@networkd 1
            @@netplan 0
            @@ifupdown 1
            @@ifcfg 1
            """;

    private static AddressManagers managers(String printed) {
        return new AddressManagers(new ServerNetwork(
                "alpha",
                (argv, limit) -> new CommandResult(0, printed, ""),
                StepContext.of(
                        new RunOrder("move-address", "alpha", Map.of(), "ada"), Map.of(), InstantSource.system())));
    }

    /** With what one manager says. */
    private static AddressManagers with(String section, String... lines) {
        return managers(NOBODY.replaceFirst(
                "@@" + section + " \\d",
                java.util.regex.Matcher.quoteReplacement(String.join("\n", lines) + "\n@@" + section + " 0")));
    }

    private static AddressManagers keepalived(String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = "=/etc/keepalived/keepalived.conf";
        for (int i = 0; i < lines.length; i++) {
            all[i + 1] = lines[i].startsWith("=") ? lines[i] : "|" + lines[i];
        }
        return with("keepalived", all);
    }

    private static AddressManagers recorded(String file) throws IOException {
        return managers(Files.readString(SAMPLES.resolve(file)));
    }

    private static Finding asked(AddressManagers managers, String address) {
        return managers.letsGo(ServiceAddress.parse(address), "node-b", false);
    }

    private static Finding persisted(AddressManagers managers, String address) {
        return managers.letsGo(ServiceAddress.parse(address), "node-b", true);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.50/24, VI_1",
        "10.0.0.60/32, VI_1",
        "10.0.0.61/24, VI_1",
        "10.0.0.70/24, VI_2",
        "2001:db8::100/64, VI_1"
    })
    void keepalivedHoldsWhatItsBlocksDefinitionsAndIncludedFilesName(String address, String instance)
            throws IOException {
        Finding asked = asked(recorded("keepalived-2.2.7.txt"), address);

        assertThat(asked.isMet()).isFalse();
        assertThat(asked.found()).contains("keepalived has it", "vrrp_instance " + instance);
        assertThat(asked.advice()).contains("systemctl reload keepalived", "demarc ip announce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5/24", "10.0.0.51/24", "10.0.0.52/24", "10.0.0.11/24", "2001:db8::10/64"})
    void whatKeepalivedHasInCommentsOrNotAtAllIsNotItsOwn(String address) throws IOException {
        assertThat(asked(recorded("keepalived-2.2.7.txt"), address).isMet()).isTrue();
    }

    @Test
    void aServerThatKeepalivedOffersButDoesNotHoldIsNotItsOwn() {
        AddressManagers managers = keepalived(
                "virtual_server 10.0.0.50 80 {",
                "  real_server 10.0.0.51 80 { weight 1 }",
                "}",
                "vrrp_instance VI_1 {",
                "  unicast_src_ip 10.0.0.52",
                "  unicast_peer { 10.0.0.53 }",
                "  virtual_ipaddress { 10.0.0.60/24 brd 10.0.0.55 dev eth0 }",
                "  virtual_routes { 0.0.0.0/0 via 10.0.0.54 }",
                "}");

        for (int last = 50; last <= 55; last++) {
            assertThat(asked(managers, "10.0.0." + last + "/24").isMet())
                    .as("%s", last)
                    .isTrue();
        }
        assertThat(asked(managers, "10.0.0.60/24").isMet()).isFalse();
    }

    @Test
    void whatKeepalivedComputesIsUnknownAndUnknownIsRefused() {
        AddressManagers managers =
                keepalived("vrrp_instance VI_1 {", "virtual_ipaddress {", "10.0.$PART.50", "$NOWHERE", "}", "}");

        assertThat(asked(managers, "10.0.0.60/24").isMet()).isFalse();
        assertThat(asked(managers, "10.0.0.60/24").found()).contains("$NOWHERE");
    }

    @Test
    void aFileThatIncludesItselfEnds() {
        assertThat(asked(
                                keepalived(
                                        "include keepalived.conf",
                                        "include *.conf",
                                        "=/etc/keepalived/a.conf",
                                        "include a.conf"),
                                "10.0.0.50/24")
                        .isMet())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.11/24, true", "10.0.0.50/24, false", "2001:db8::50/64, false", "10.0.0.53/24, true"})
    void netplansAddressesAreRefusedWithItsFile(String address, boolean isFree) throws IOException {
        Finding asked = asked(recorded("netplan-0.106-networkd-252.txt"), address.replace("10.0.0.11", "10.0.0.12"));

        assertThat(asked.isMet()).isEqualTo(isFree);
        if (!isFree) {
            assertThat(asked.found()).isEqualTo("netplan has it: /etc/netplan/01-net.yaml");
            assertThat(asked.advice()).contains("netplan generate", "stays on the interface until it is moved");
            assertThat(persisted(recorded("netplan-0.106-networkd-252.txt"), address)
                            .isMet())
                    .as("a person's file, which is read again at any time")
                    .isFalse();
        }
    }

    @Test
    void networkdHoldsWhatADropInSays() throws IOException {
        AddressManagers managers = recorded("netplan-0.106-networkd-252.txt");

        assertThat(asked(managers, "10.0.0.77/24").found())
                .isEqualTo("systemd-networkd has it: /etc/systemd/network/10-netplan-eth0.network.d/more.conf");
        assertThat(asked(managers, "10.0.0.78/24").isMet()).isTrue();
    }

    @Test
    void aPersonsFileBesideDemarcsOwnIsAPersonsStill() throws IOException {
        AddressManagers managers = managers(Files.readString(SAMPLES.resolve("netplan-0.106-networkd-252.txt"))
                .replace(
                        "@@netplan 0",
                        "=/etc/netplan/90-demarc-10.0.0.50.yaml\n|        addresses: [\"10.0.0.50/24\"]\n@@netplan 0"));

        assertThat(asked(managers, "10.0.0.50/24").found()).contains("01-net.yaml", "90-demarc-10.0.0.50.yaml");
        assertThat(persisted(managers, "10.0.0.50/24").isMet()).isFalse();
    }

    @Test
    void networkManagersConnectionIsNamedAndPersistSeesToIt() throws IOException {
        AddressManagers managers = recorded("networkmanager-1.42.4.txt");

        assertThat(asked(managers, "10.0.0.50/24").found()).contains("connection my \"eth0\" & co");
        assertThat(asked(managers, "2001:db8::50/64").advice()).contains("-ipv6.addresses 2001:db8::50/64");
        assertThat(persisted(managers, "10.0.0.50/24").isMet()).isTrue();
        assertThat(asked(managers, "10.0.0.5/24").isMet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    address 10.0.0.50/24",
                "  address 10.0.0.50",
                "\taddress\t10.0.0.50/255.255.255.0",
                "  up ip addr add 10.0.0.50/24 dev eth0 label eth0:vip",
                "  post-up ip -4 a add 10.0.0.50/24 dev eth0",
                "  up /sbin/ifconfig eth0:1 10.0.0.50 netmask 255.255.255.0 up",
                "  address \\\n|  10.0.0.50/24"
            })
    void ifupdownsAddressIsSeenInEveryForm(String line) {
        AddressManagers managers = with("ifupdown", "=/etc/network/interfaces", "|iface eth0 inet static", "|" + line);
        Finding asked = asked(managers, "10.0.0.50/24");

        assertThat(asked.isMet()).isFalse();
        assertThat(asked.found()).contains("ifupdown has it: /etc/network/interfaces");
        assertThat(persisted(managers, "10.0.0.50/24").isMet())
                .as("read at the next start alone")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#  address 10.0.0.50/24",
                "  gateway 10.0.0.50",
                "  up ip route add default via 10.0.0.50",
                "  address 110.0.0.50/24",
                "  address 10.0.0.5/24"
            })
    void whatIfupdownDoesNotPutOnIsFree(String line) {
        assertThat(asked(with("ifupdown", "=/etc/network/interfaces", "|" + line), "10.0.0.50/24")
                        .isMet())
                .isTrue();
    }

    @Test
    void demarcsOwnFileIsTakenAwayByPersistAlone() {
        AddressManagers managers = with(
                "ifupdown",
                "=/etc/network/interfaces.d/demarc-10.0.0.50",
                "|iface eth0 inet static",
                "|  address 10.0.0.50/24");

        assertThat(asked(managers, "10.0.0.50/24").advice()).contains("--persist");
        assertThat(persisted(managers, "10.0.0.50/24").isMet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPADDR=10.0.0.50", "IPADDR2=\"10.0.0.50\"", "ipaddr_vip='10.0.0.50/24' # mine"})
    void theNetworkScriptsAddressIsSeen(String line) {
        assertThat(asked(with("ifcfg", "=/etc/sysconfig/network-scripts/ifcfg-eth0", "|" + line), "10.0.0.50/24")
                        .isMet())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node-a 10.0.0.50",
                "node-a 10.0.0.50/24/eth0/10.0.0.255 apache",
                "node-a drbddisk::r0 Filesystem::/dev/drbd0::/srv::ext4 \\\n|  IPaddr2::10.0.0.50/24/eth0",
                "node-a IPaddr::10.0.0.50"
            })
    void heartbeatsHaresourcesAreRead(String line) {
        AddressManagers managers = with("heartbeat", "=/etc/ha.d/haresources", "|" + line);

        assertThat(asked(managers, "10.0.0.50/24").isMet()).isFalse();
        assertThat(asked(managers, "10.0.0.50/24").advice()).contains("hb_standby all");
        assertThat(asked(with("heartbeat", "=/etc/ha.d/haresources", "|# " + line), "10.0.0.5/24")
                        .isMet())
                .isTrue();
    }

    @Test
    void heartbeatsSixAddressIsReadAlthoughItsArgumentsAreSplitByTwoColons() {
        assertThat(asked(
                                with("heartbeat", "=/etc/ha.d/haresources", "|node-a IPv6addr::2001:db8::50/64/eth0"),
                                "2001:db8::50/64")
                        .isMet())
                .isFalse();
    }

    private static final String CIB = "|<cib><configuration><resources><group id='g_data'>"
            + "<primitive id='p_ip' class='ocf' provider='heartbeat' type='IPaddr2'><instance_attributes id='p_ip-i'>"
            + "<nvpair id='p_ip-ip' name='ip' value='10.0.0.50'/></instance_attributes></primitive></group>"
            + "<template id='t' class='ocf' provider='heartbeat' type='IPv6addr'/>"
            + "<primitive id='p_six' template='t'><instance_attributes id='p_six-i'>"
            + "<nvpair id='n6' name='ipv6addr' value='2001:DB8:0:0::50/64'/></instance_attributes></primitive>"
            + "<primitive id='tell' class='ocf' provider='demarc' type='demarc-announce'><instance_attributes id='t-i'>"
            + "<nvpair id='n7' name='ip' value='10.0.0.51'/></instance_attributes></primitive>"
            + "</resources></configuration></cib>";

    @Test
    void pacemakersResourceIsNamedByTheGroupThatMoves() {
        AddressManagers managers = with("pacemaker", "=pcs", CIB);

        assertThat(asked(managers, "10.0.0.50/24").found()).isEqualTo("Pacemaker has it: resource g_data");
        assertThat(asked(managers, "10.0.0.50/24").advice())
                .contains("'pcs resource move g_data node-b'", "'pcs resource clear g_data'");
        assertThat(asked(managers, "2001:db8::50/64").found()).contains("p_six");
        assertThat(asked(managers, "10.0.0.51/24").isMet())
                .as("an agent that only tells")
                .isTrue();
    }

    @Test
    void aPacemakerThatCannotBeReadMayHaveEverything() {
        for (String cib :
                new String[] {"|", CIB.substring(0, 200), "|<!DOCTYPE a SYSTEM 'file:///etc/passwd'><cib/>"}) {
            assertThat(asked(with("pacemaker", "=crm", cib), "10.0.0.50/24").isMet())
                    .as(cib)
                    .isFalse();
        }
    }

    @Test
    void aFileCannotPretendToBeTheEndOfWhatItIs() {
        AddressManagers managers =
                keepalived("@@keepalived 1", "vrrp_instance A {", "virtual_ipaddress {", "10.0.0.50", "}", "}");

        assertThat(asked(managers, "10.0.0.50/24").isMet()).isFalse();
    }

    @Test
    void anAnswerThatWasCutOffIsNoAnswer() {
        assertThatThrownBy(() -> managers(NOBODY.substring(0, NOBODY.indexOf("@@ifcfg"))))
                .hasMessageContaining("didn't tell what manages its addresses");
    }

    @Test
    void aServerWithoutManagersLetsGo() {
        assertThat(asked(managers(NOBODY), "10.0.0.50/24").isMet()).isTrue();
    }
}

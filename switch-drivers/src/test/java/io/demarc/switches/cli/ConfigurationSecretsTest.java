/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a configuration is masked in samples, in the ways in which the makes of switches write it. */
final class ConfigurationSecretsTest {
    private final ConfigurationSecrets secrets = new ConfigurationSecrets("reader", List.of("hunter2"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0                    | enable secret 5 ***
            enable password 7 0822455D0A16                                    | enable password 7 ***
            username admin privilege 15 secret 9 $9$abc$def/ghi.jkl           | username admin privilege 15 secret 9 ***
            snmp-server community s3cret-ro RO                                | snmp-server community *** RO
            snmp-server host 192.0.2.9 version 2c s3cret-ro                   | snmp-server host 192.0.2.9 version 2c ***
            snmp-agent community read cipher %^%#k$Jz!x#%^%#                  | snmp-agent community read cipher ***
            tacacs-server host 192.0.2.3 key 7 01100F175804                   | tacacs-server host 192.0.2.3 key 7 ***
            radius-server key s3cret                                          | radius-server key ***
            ntp authentication-key 1 md5 05080F1C2243 7                       | ntp authentication-key 1 md5 *** 7
            ' key-string 7 0205144A'                                          | ' key-string 7 ***'
            ' neighbor 192.0.2.1 password 7 13061E010803'                     | ' neighbor 192.0.2.1 password 7 ***'
            set system root-authentication encrypted-password "$6$ab$cdefgh"  | set system root-authentication encrypted-password "***"
            set snmp community s3cret authorization read-only                 | set snmp community *** authorization read-only
            password irreversible-cipher $1a$abc$defghi                       | password irreversible-cipher ***
            /ppp secret add name=a password=s3cret service=any                | /ppp secret add name=a password=*** service=any
            "password": "s3cret",                                             | "password": "***",
            password manager user-name "admin" sha1 5baa61e4c9b93f3f0682250b  | password manager user-name "admin" sha1 ***
            snmp-server user bob net v3 auth sha S3cretAuth priv aes 128 S3cretPriv | snmp-server user bob net v3 auth sha *** priv aes 128 ***
            set snmp v3 usm local-engine user bob authentication-sha authentication-key "$9$ab" | set snmp v3 usm local-engine user bob authentication-sha authentication-key "***"
            ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7abcdefghijk admin@host    | ssh-rsa *** admin@host
            the password is hunter2 as said                                   | the password is *** as said
            reader@sw1>                                                       | demarc@sw1>
            <reader@sw1>                                                      | <demarc@sw1>
            username reader password 7 0822                                   | username demarc password 7 ***
            """)
    void secretsAreMasked(String line, String masked) {
        assertThat(secrets.mask(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gi1/0/7   reader pc          connected    150        a-full  a-100 10/100/1000BaseTX",
                "Port  Admin Key  Oper Key  Port Number  Port State",
                "switchport trunk allowed vlan 10,20-29",
                " description password desk",
                "LACP port     Admin     Oper    Port        Port",
                "GigabitEthernet1/0/7 is down, line protocol is down (notconnect)",
                "Administrative private-vlan mapping: none",
                "dot1x port-control auto",
                "Key chain: none"
            })
    void whatTellsAboutPortsStays(String line) {
        assertThat(secrets.mask(line)).isEqualTo(line);
    }

    @Test
    void aShortLoginDoesNotEatWords() {
        assertThat(new ConfigurationSecrets("a", List.of("")).mask("a port, a VLAN, a@sw1#"))
                .isEqualTo("a port, a VLAN, demarc@sw1#");
    }
}

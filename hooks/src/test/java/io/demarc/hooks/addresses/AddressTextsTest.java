/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:DB8:0:0:0:0:0:10, 2001:db8::10",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80::, fe80::",
        "::1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201"
    })
    void anAddressHasOneForm(String given, String form) {
        assertThat(new IpAddress(given).text()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.1",
                "010.0.0.1",
                "256.0.0.1",
                "localhost",
                "a",
                "dead.beef",
                "::ffff:10.0.0.1",
                "1::2::3",
                "fe80::1%eth0",
                "10.0.0.1;reboot",
                "-1.0.0.0",
                ":",
                "12345::",
                "$(id)"
            })
    void whatIsNoAddressIsRefusedWithoutAskingAnybody(String text) {
        assertThatThrownBy(() -> new IpAddress(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/24",
                "10.0.0.255/24",
                "10.0.0.1/0",
                "10.0.0.1/33",
                "10.0.0.1",
                "127.0.0.1/8",
                "224.0.0.5/24",
                "fe80::1/64",
                "2001:db8::1/129",
                "169.254.0.5/16",
                "::/64",
                "10.0.0.1/24 ",
                "10.0.0.1/-1"
            })
    void whatOffersNoServiceIsRefused(String text) {
        assertThatThrownBy(() -> ServiceAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void subnetsAreComparedByTheirBits() {
        ServiceAddress four = ServiceAddress.parse("10.0.1.130/25");
        assertThat(four.contains(new IpAddress("10.0.1.254"))).isTrue();
        assertThat(four.contains(new IpAddress("10.0.1.1"))).isFalse();
        assertThat(four.contains(new IpAddress("2001:db8::1"))).isFalse();
        assertThat(ServiceAddress.parse("2001:db8::10/64").contains(new IpAddress("2001:db8::ffff:1")))
                .isTrue();
        assertThat(ServiceAddress.parse("10.0.0.1/31").contains(new IpAddress("10.0.0.0")))
                .isTrue();
    }

    @Test
    void aListHoldsEachAddressOnce() {
        assertThat(ServiceAddress.list("10.0.0.10/24,2001:db8::10/64")).hasSize(2);
        assertThatThrownBy(() -> ServiceAddress.list("10.0.0.10/24,10.0.0.10/25"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> ServiceAddress.list("10.0.0.10/24,")).hasMessageContaining("prefix length");
    }

    @ParameterizedTest
    @CsvSource({
        "02:00:5E:10:00:01, 02:00:5e:10:00:01",
        "0200.5e10.0001, 02:00:5e:10:00:01",
        "02-00-5e-10-00-01, 02:00:5e:10:00:01",
        "2:0:5e:10:0:1, 02:00:5e:10:00:01"
    })
    void aMacAddressHasOneForm(String given, String form) {
        assertThat(new MacAddress(given).text()).isEqualTo(form);
    }

    @Test
    void aLegIsReadAsItWasWritten() {
        List<Leg> legs = List.of(
                new Leg(
                        ServiceAddress.parse("10.0.0.10/24"),
                        "eth0",
                        "eth0:1",
                        List.of("brd", "+"),
                        "ens3",
                        new IpAddress("10.0.0.1"),
                        false),
                new Leg(
                        ServiceAddress.parse("2001:db8::10/64"),
                        "",
                        "",
                        List.of("preferred_lft", "0"),
                        "ens3",
                        new IpAddress("fe80::1"),
                        true));

        assertThat(Leg.read(Leg.write(legs))).isEqualTo(legs);
    }
}

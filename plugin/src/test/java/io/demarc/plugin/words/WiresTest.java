/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where two networks' VLANs may be the same wire. */
class WiresTest {
    private static final Zone SIM = new Zone("7fa996a0-6e37-4e18-84cc-23aed0d75ec3", "sim");
    private static final Zone OTHER = new Zone("00000000-6e37-4e18-84cc-23aed0d75ec3", "sim");
    private static final Wires OF_CALLS = new Wires("1", null, "pn0");

    @Test
    void twoAreApartOnlyIfSomethingThatIsKnownOfBothSaysSo() {
        assertThat(OF_CALLS.mayMeet(OF_CALLS)).isTrue();
        assertThat(OF_CALLS.mayMeet(new Wires("2", null, "pn0"))).isFalse();
        assertThat(OF_CALLS.mayMeet(new Wires("1", null, "pn1"))).isFalse();
        assertThat(new Wires("", SIM, "").mayMeet(new Wires("", OTHER, ""))).isFalse();
    }

    @Test
    void whatIsUnknownMayBeAnything() {
        Wires ofTheApi = new Wires("", SIM, "");

        assertThat(ofTheApi.mayMeet(OF_CALLS)).isTrue();
        assertThat(OF_CALLS.mayMeet(ofTheApi)).isTrue();
        assertThat(ofTheApi.mayMeet(new Wires("1", OTHER, "pn0"))).isFalse();
        assertThat(OF_CALLS.mayMeet(new Wires("1", SIM, ""))).isTrue();
    }
}

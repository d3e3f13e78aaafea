/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
    /** FIPS 180-4's example. */
    @Test
    void isWhatTheStandardSays() {
        assertThat(Sha256.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.word("abc")).isEqualTo("ba7816bf8f01cfea");
    }
}

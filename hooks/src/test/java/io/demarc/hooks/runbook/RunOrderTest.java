/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunOrderTest {
    @Test
    void parametersAreToldInTheOrderOfTheirNamesWhateverTheyWereGivenIn() {
        Map<String, String> given = Map.of("peer", "node-a", "node", "node-b", "resource", "r0", "fail-back", "yes");

        RunOrder order = new RunOrder("restart-node", "store-1", given, "ada");

        assertThat(order.parameters().keySet()).containsExactly("fail-back", "node", "peer", "resource");
    }
}

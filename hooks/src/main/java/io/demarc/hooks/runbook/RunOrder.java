/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Map;

/** What a person wants to be run. */
public record RunOrder(String runbook, String object, Map<String, String> parameters, String who) {
    public RunOrder {
        parameters = Map.copyOf(parameters);
    }
}

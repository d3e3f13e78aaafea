/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person wants to be run.
 *
 * @param parameters told in the order of their names
 */
public record RunOrder(String runbook, String object, Map<String, String> parameters, String who) {
    public RunOrder {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
}

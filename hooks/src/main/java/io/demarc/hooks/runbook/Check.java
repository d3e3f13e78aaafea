/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Map;

/** A step kind whose guard is asked, and nothing else of it. */
public record Check(String does, Map<String, String> with) {
    public Check {
        with = Map.copyOf(with);
    }
}

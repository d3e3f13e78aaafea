/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.platform;

import io.demarc.access.yaml.YamlProblems;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;

/** That a platform's definition can't be used. */
public final class InvalidDefinition {
    private InvalidDefinition() {}

    /** {@code PLATFORM_INVALID}, with every problem of the file. */
    public static ProblemException of(String fileName, YamlProblems problems) {
        return problems.exception(
                ProblemCode.PLATFORM_INVALID,
                "Platform definition " + fileName,
                "Mend the file; docs/add-a-platform.md explains every key.");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import java.nio.file.Path;
import java.util.Objects;

/** Looks into the built-in definitions. */
final class CliPlatformAccess {
    private CliPlatformAccess() {}

    static Dialogue dialogue(String platform) {
        return Objects.requireNonNull(definition(platform).session());
    }

    static CliDefinition definition(String platform) {
        String yaml = Samples.read(Path.of("src/main/resources/platforms", platform + ".yaml"));
        return Objects.requireNonNull(YamlBinding.read(yaml, CliDefinition.class, new YamlProblems()));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlBinding;
import io.demarc.access.yaml.YamlProblems;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Looks into the built-in definitions. */
public final class CliPlatformAccess {
    private CliPlatformAccess() {}

    static Dialogue dialogue(String platform) {
        return Objects.requireNonNull(definition(platform).session());
    }

    /** What is asked about single ports and addresses. */
    public static List<String> questions(String platform) {
        CliDefinition definition = definition(platform);
        CliDefinition.Locating locate = Objects.requireNonNull(definition.locate());
        CliDefinition.LastFrame lastFrame = definition.lastFrame();
        return Stream.of(locate.command(), locate.table(), lastFrame == null ? "" : lastFrame.command())
                .filter(command -> !command.isEmpty())
                .toList();
    }

    static CliDefinition definition(String platform) {
        String yaml = Samples.read(Path.of("src/main/resources/platforms", platform + ".yaml"));
        return Objects.requireNonNull(YamlBinding.read(yaml, CliDefinition.class, new YamlProblems()));
    }
}

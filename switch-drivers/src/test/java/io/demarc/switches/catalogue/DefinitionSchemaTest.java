/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an editor is told of definitions holds for every built-in one, and not for one with a mistake. */
final class DefinitionSchemaTest {
    private static final Path PLATFORMS = Path.of("src/main/resources/platforms");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Platforms.schema(), InputFormat.JSON);

    @Test
    void everyBuiltInDefinitionIsFine() throws IOException {
        try (Stream<Path> files = Files.list(PLATFORMS)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(20);
            for (Path file : all) {
                assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cisco-ios    | 'about: ports'         | 'abuot: ports'
            cisco-ios    | 'about: ports'         | 'about: port'
            cisco-ios    | 'style: immediate'     | 'style: imediate'
            cisco-ios    | 'verified: simulated'  | 'verifed: simulated'
            cisco-ios    | '- access-vlan'         | '- flying'
            cisco-ios    | 'expect:'              | 'expct:'
            snmp-qbridge | 'repetitions:'         | 'repetition:'
            snmp-qbridge | 'strategy: q-bridge'   | 'strategy: qbridge'
            """)
    void aMistakeIsNot(String platform, String old, String mistake) throws IOException {
        String text = Files.readString(PLATFORMS.resolve(platform + ".yaml"));
        assertThat(text).contains(old);
        assertThat(SCHEMA.validate(text.replace(old, mistake), InputFormat.YAML))
                .isNotEmpty();
    }
}

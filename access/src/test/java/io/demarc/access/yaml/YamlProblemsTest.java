/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlProblemsTest {
    private static final String TEXT = """
            # who stands where
            switches:
              - name: tor-a1
                idle: { vlan: many, up: no }
              - name: tor-a2
                colour: red
            devices: []
            """;

    record Idle(@Nullable Integer vlan, @Nullable Pattern up) {}

    record Switch(@Nullable String name, @Nullable Idle idle) {}

    record Document(
            @Nullable List<Switch> switches, @Nullable List<String> devices) {}

    enum Level {
        LOW,
        HIGH
    }

    record Levels(@Nullable List<Level> levels, @Nullable List<List<Level>> pairs) {}

    private final YamlProblems problems = new YamlProblems();

    @Test
    void aValueThatDoesNotFitIsToldWithThePlaceOfItsKey() {
        YamlNode root = YamlNode.parse(TEXT, problems);

        root.get("switches").items().get(0).get("idle").get("vlan").optional(Integer::valueOf);

        assertThat(problems.lines())
                .containsExactly("switches[0].idle.vlan: 'many' is not a whole number (line 4, column 13)");
    }

    @Test
    void anUnknownKeyIsToldWithThePlaceOfTheKey() {
        YamlNode.parse(TEXT, problems).get("switches").items().get(1).knowing("name", "idle");

        assertThat(problems.lines())
                .containsExactly("switches[1]: unknown key 'colour'; known here: idle, name (line 6, column 5)");
    }

    @Test
    void whatIsMissingIsToldWithThePlaceAroundIt() {
        YamlNode root = YamlNode.parse(TEXT, problems);

        root.get("switches").items().get(1).get("idle").get("vlan").required(Integer::valueOf);

        assertThat(problems.lines()).containsExactly("switches[1].idle.vlan: is missing (line 5, column 5)");
    }

    @Test
    void aBoundDocumentTellsTheSamePlaces() {
        YamlBinding.read(TEXT, Document.class, problems);
        problems.add("devices", "there is none");

        assertThat(problems.lines())
                .hasSize(3)
                .anySatisfy(line ->
                        assertThat(line).startsWith("switches[0].idle.vlan: ").endsWith(" (line 4, column 13)"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("switches[1].colour: ").endsWith(" (line 6, column 5)"))
                .contains("devices: there is none (line 7, column 1)");
    }

    /** In words of the file: nobody has to know what the reader is made of. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            levels: low               | levels: is 'low', and must be a list (line 1, column 1)
            levels: { a: b }          | levels: is keys with values, and must be a list (line 1, column 1)
            levels: [[low]]           | levels[0]: is a list, and must be one of low, high (line 1, column 10)
            levels: [hihg]            | levels[0]: 'hihg' is not one of low, high (line 1, column 10)
            levls: [low]              | levls: unknown key 'levls'; did you mean 'levels'? (line 1, column 1)
            colour: red               | colour: unknown key 'colour'; known here: levels, pairs (line 1, column 1)
            '{levels: [], levels: []}'| not YAML: key 'levels' stands there twice (line 1, column 20)
            'levels: "\\d"'          | 'not YAML: found unknown escape character d(100): put a regular expression between single quotes (line 1, column 11)'
            """)
    void whatIsWrongIsToldInWordsOfTheFile(String text, String line) {
        YamlBinding.read(text, Levels.class, problems);

        assertThat(problems.lines()).containsExactly(line);
    }

    @Test
    void aTabIsToldWhereItStands() {
        YamlBinding.read("levels:\n- low\n\tpairs: []\n", Levels.class, problems);

        assertThat(problems.lines()).hasSize(1).allMatch(line -> line.contains("TAB") && line.contains("(line 3,"));
    }

    @Test
    void eachBadElementOfAListIsToldByWhereItStands() {
        String text = """
                levels:
                  - low
                  - one
                  - high
                  - two
                pairs: [[one, low], [low, two, three]]
                """;

        YamlBinding.read(text, Levels.class, problems);

        assertThat(problems.lines())
                .hasSize(5)
                .anySatisfy(
                        line -> assertThat(line).startsWith("levels[1]: 'one' ").endsWith(" (line 3, column 5)"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("levels[3]: 'two' ").endsWith(" (line 5, column 5)"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("pairs[0][0]: 'one' ").endsWith(" (line 6, column 10)"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("pairs[1][1]: 'two' ").endsWith(" (line 6, column 27)"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("pairs[1][2]: 'three' ").endsWith(" (line 6, column 32)"));
    }

    @Test
    void brokenSyntaxIsToldOnceWithItsPlaceAndWithoutTheText() {
        YamlNode root = YamlNode.parse("login: { password: s3cret\nuser: a\n", problems);

        root.get("login").required(text -> text);

        assertThat(problems.lines().get(0))
                .startsWith("not YAML: ")
                .contains("(line ")
                .doesNotContain("s3cret");
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() {
        assertThat(YamlBinding.read("devices: []\ndevices: []\n", Document.class, problems))
                .isNull();

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("'devices' stands there twice")
                .contains("line 2");
    }

    @Test
    void whatIsKnownToBeBrokenIsNotToldToBeMissingToo() {
        problems.add("name", "'A B' is no name");
        problems.add("name", "missing");
        problems.add("name", "'A B' is no name");

        assertThat(problems.lines()).containsExactly("name: 'A B' is no name");
    }
}

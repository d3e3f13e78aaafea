/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before CloudStack is asked for anything. */
class CloudStackCommandsTest {
    private static final String CLOUDSTACK = """
        cloudstack:
          endpoint: https://cloud.example/client/api
          api-key: ${file:/etc/demarc/secrets/api}
          secret-key: ${file:/etc/demarc/secrets/secret}
        """;

    @TempDir
    Path directory;

    @Test
    void aKeyOnTheCommandLineIsRefusedAndNotRepeated() throws IOException {
        Ran ran = setup(CLOUDSTACK, "--admin-api-key", "sesame");

        assertThat(ran.status()).isEqualTo(ExitStatus.INPUT.code());
        assertThat(ran.err()).contains("--admin-api-key").doesNotContain("sesame");
    }

    @Test
    void aConfigurationThatNamesNoCloudStackIsTold() throws IOException {
        Ran ran = setup("manage: enforce\n");

        assertThat(ran.status()).isEqualTo(ExitStatus.CONFIG.code());
        assertThat(ran.err()).contains("has no section cloudstack:", "endpoint, api-key and secret-key");
    }

    @Test
    void anAdministratorsKeyThatIsNotThereIsTold() throws IOException {
        Ran ran = setup(CLOUDSTACK, "--admin-secret-key", "${file:" + directory.resolve("none") + "}");

        assertThat(ran.status()).isEqualTo(ExitStatus.CONFIG.code());
        assertThat(ran.err()).contains(directory.resolve("none") + " does not exist");
    }

    @Test
    void anOfferingThatDemarcDoesNotKnowIsToldWithThoseThatItKnows() throws IOException {
        Ran ran = setup(CLOUDSTACK, "--offering", "gold");

        assertThat(ran.status()).isEqualTo(ExitStatus.INPUT.code());
        assertThat(ran.err()).contains("'gold' is none of isolated, isolated-router, l2, shared and vpc-tier");
    }

    @Test
    void nothingIsRemovedWithoutTheDaemonsWordThatNoDeviceIsAttached() throws IOException {
        Path config = Files.writeString(directory.resolve("demarc.yaml"), CLOUDSTACK);
        Ran ran = Ran.demarc(
                Map.of("DEMARC_SOCKET", directory.resolve("socket").toString()),
                "cloudstack",
                "remove",
                "--config",
                config.toString());

        assertThat(ran.status()).isEqualTo(ExitStatus.BUSY.code());
    }

    private Ran setup(String yaml, String... more) throws IOException {
        Path config = Files.writeString(directory.resolve("demarc.yaml"), yaml);
        String[] words = new String[more.length + 4];
        System.arraycopy(new String[] {"cloudstack", "setup", "--config", config.toString()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return Ran.demarc(Map.of(), words);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {
    @TempDir
    Path directory;

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static SecretReference of(Path file) {
        return SecretReference.parse("${file:" + file + "}");
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    @Test
    void aFileIsReadWithoutItsLastLineBreak() throws IOException {
        assertThat(of(file("hunter2\n", "rw-------")).resolve().reveal()).isEqualTo("hunter2");
        assertThat(of(file("hunter2\r\n", "r--------")).resolve().reveal()).isEqualTo("hunter2");
    }

    @Test
    void aKeyKeepsItsLines() throws IOException {
        assertThat(of(file("-----BEGIN\nabc\n-----END\n", "rw-------"))
                        .resolve()
                        .reveal())
                .isEqualTo("-----BEGIN\nabc\n-----END\n");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Path file = file("hunter2", mode);
            assertProblem(() -> of(file).resolve(), ProblemCode.FILE_MODE_UNSAFE, file.toString());
        }
    }

    @Test
    void aFileThatIsMissingOrEmptyIsNamed() throws IOException {
        assertProblem(
                () -> of(directory.resolve("none")).resolve(), ProblemCode.SECRET_UNAVAILABLE, "none does not exist");
        Path empty = file("\n", "rw-------");
        assertProblem(() -> of(empty).resolve(), ProblemCode.SECRET_UNAVAILABLE, "is empty");
        assertProblem(() -> of(directory).resolve(), ProblemCode.FILE_MODE_UNSAFE, "regular file");
    }

    @Test
    void anEnvironmentVariableIsRead() {
        SecretReference reference = SecretReference.parse("${env:TOR_A1}");

        assertThat(reference
                        .resolve(name -> name.equals("TOR_A1") ? "hunter2" : null)
                        .reveal())
                .isEqualTo("hunter2");
        assertProblem(() -> reference.resolve(name -> null), ProblemCode.SECRET_UNAVAILABLE, "TOR_A1 is not set");
    }

    @Test
    void anythingElseIsRefusedWithoutRepeatingIt() {
        for (String text : new String[] {
            "hunter2", "${file:relative}", "${env:a b}", "$${env:A}", "${vault:x}", "${env:A}hunter2", "", "${file:}"
        }) {
            assertThatThrownBy(() -> SecretReference.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("${env:NAME}")
                    .message()
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void isWrittenAsItWasRead() {
        assertThat(SecretReference.parse("${file:/a/b}")).hasToString("${file:/a/b}");
        assertThat(SecretReference.parse("${env:A}")).hasToString("${env:A}");
    }
}

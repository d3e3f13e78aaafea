/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {
    @TempDir
    Path directory;

    @Test
    void whatJavaTellsByTheFilesNameAloneIsTold() throws IOException {
        Path missing = directory.resolve("missing");
        Path file = Files.write(directory.resolve("file"), new byte[] {(byte) 0xff});
        assertThat(told(() -> Files.readString(missing))).isEqualTo("there is no " + missing);
        assertThat(told(() -> Files.readString(file))).isEqualTo("it is no UTF-8 text");
        assertThat(told(() -> Files.readString(directory))).isEqualTo("Is a directory");
        assertThat(told(() -> Files.newDirectoryStream(file))).isEqualTo(file + " is no directory");
        assertThat(told(() -> Files.createFile(file))).isEqualTo(file + " is there already");
        assertThat(told(() -> Files.readString(file.resolve("in-it"))))
                .isEqualTo("Not a directory (" + file.resolve("in-it") + ")");
        assertThat(told(() ->
                        file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("no-such-user")))
                .isEqualTo("there is no user or group no-such-user");
        assertThat(FileFault.inWords(new AccessDeniedException("/etc/demarc/\u001b[31mkey")))
                .isEqualTo("this user has no permission for /etc/demarc/?[31mkey");
        assertThat(FileFault.inWords(new IOException())).isEqualTo("IOException");
    }

    private static String told(ThrowingCallable use) {
        return FileFault.inWords(catchThrowableOfType(IOException.class, use));
    }
}

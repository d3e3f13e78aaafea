/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Why a file can't be used: Java's messages often hold nothing but its name. */
public final class FileFault {
    private FileFault() {}

    /** Such as {@code there is no /etc/demarc/demarc.yaml}; printable. */
    public static String inWords(IOException e) {
        return Printable.of(words(e));
    }

    private static String words(IOException e) {
        if (e instanceof CharacterCodingException) {
            return "it is no UTF-8 text";
        }
        if (e instanceof UserPrincipalNotFoundException missing) {
            return "there is no user or group " + missing.getName();
        }
        if (e instanceof FileSystemException fault) {
            return ofFile(fault);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String ofFile(FileSystemException e) {
        String file = String.valueOf(e.getFile());
        if (e instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        if (e instanceof AccessDeniedException) {
            return "this user has no permission for " + file;
        }
        if (e instanceof NotDirectoryException) {
            return file + " is no directory";
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is there already";
        }
        return e.getReason() == null ? file : e.getReason() + " (" + file + ")";
    }
}

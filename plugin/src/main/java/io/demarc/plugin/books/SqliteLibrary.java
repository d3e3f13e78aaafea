/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's machine code. Its driver would unpack it at each start into the system's directory for temporary files, and leave it there when
 * the daemon is killed.
 */
final class SqliteLibrary {
    private static final String FOLDER = "sqlite";

    private SqliteLibrary() {}

    /** Has the driver load it from a folder of this directory; unpacks it there unless this very version is there. */
    static void unpackIn(Path directory) {
        String name = SQLiteJDBCLoader.getVersion() + "-" + LibraryLoaderUtil.getNativeLibName();
        Path folder = directory.resolve(FOLDER);
        Path library = folder.resolve(name);
        if (Files.notExists(library)) {
            try {
                unpack(folder, library);
            } catch (IOException e) {
                // The driver unpacks it by itself.
                return;
            }
        }
        // By which the driver finds it (org.sqlite.SQLiteJDBCLoader).
        System.setProperty("org.sqlite.lib.path", folder.toString());
        System.setProperty("org.sqlite.lib.name", name);
    }

    private static void unpack(Path folder, Path library) throws IOException {
        PrivateFiles.createDirectory(folder);
        Path unpacked = Files.createTempFile(folder, "unpacked", "");
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource);
                FileChannel out = FileChannel.open(unpacked, StandardOpenOption.WRITE)) {
            if (in == null) {
                throw new IOException("no " + resource);
            }
            in.transferTo(Channels.newOutputStream(out));
            // Before it has its name: half of it would be loaded.
            out.force(true);
            Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}

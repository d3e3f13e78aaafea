/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB or MySQL server that is declared.
 *
 * @param server       the name of the server that it runs on; its client runs there, too
 * @param defaultsFile the client's option file on that server; null: the files that the client reads by itself
 * @param address      by which replicas reach it
 * @param primary      the name of the database that it is a replica of; null for one that is none
 * @param stopCommand  ends the server, and doesn't return before: words that a space parts
 * @param startCommand starts it
 */
public record Database(
        String name,
        String server,
        @Nullable String defaultsFile,
        String address,
        int port,
        @Nullable String primary,
        String stopCommand,
        String startCommand) {
    public static final String USUAL_STOP = "systemctl stop mariadb";
    public static final String USUAL_START = "systemctl start mariadb";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9._-]+)+");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?");
    private static final Pattern COMMAND =
            Pattern.compile("[A-Za-z0-9/][A-Za-z0-9@%+=:,./_-]*( [A-Za-z0-9@%+=:,./_-]+){0,20}");

    public Database {
        require(NAME, name, "the name of a database: 1 to 63 letters, digits, dots, dashes or underscores");
        require(ADDRESS, address, "an IP address or a host name");
        if (defaultsFile != null) {
            require(FILE, defaultsFile, "an absolute path of an option file");
        }
        String command = "a command: words of letters, digits and @%+=:,./_- with one space between them";
        require(COMMAND, stopCommand, command);
        require(COMMAND, startCommand, command);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
        }
        if (name.equals(primary)) {
            throw new IllegalArgumentException("database " + name + " can't be the replica of itself");
        }
    }

    private static void require(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + Printable.of(text) + "' is not " + what);
        }
    }

    /** What every client program has to be told first. */
    List<String> clientOptions() {
        List<String> options = new ArrayList<>();
        if (defaultsFile != null) {
            options.add("--defaults-file=" + defaultsFile);
        }
        return options;
    }

    /** The same for a script, whose arguments have their places. */
    String clientOption() {
        return defaultsFile == null ? "-" : "--defaults-file=" + defaultsFile;
    }

    @Override
    public String toString() {
        return name;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import com.google.gson.JsonObject;
import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code demarc.sh} in the place of the template that CloudStack writes, on this management server, and the right of the server's user to
 * reach the daemon's socket.
 */
final class EntryPoint implements Step {
    private static final String FILE = "demarc.sh";
    private static final String MODE = "rwxr-xr-x";
    /** Members may open the daemon's socket. */
    private static final String GROUP = "demarc";

    private final Extension extension;
    private final ThisMachine machine;
    private final String owner;
    private final String managementUser;

    /**
     * @param owner          of the file: whoever may change it decides what the management server runs
     * @param managementUser that the management server runs as
     */
    EntryPoint(Extension extension, ThisMachine machine, String owner, String managementUser) {
        this.extension = extension;
        this.machine = machine;
        this.owner = owner;
        this.managementUser = managementUser;
    }

    @Override
    public String name() {
        return "entry point on this machine";
    }

    @Override
    public List<Change> toSetUp() {
        List<Change> changes = new ArrayList<>();
        Optional<OwnedFile> place = place();
        if (place.isEmpty()) {
            changes.add(new Change("put it where the extension tells", "", () -> {}));
        } else {
            changes.addAll(inPlace(place.get()));
        }
        changes.addAll(inGroup());
        return changes;
    }

    private List<Change> inPlace(OwnedFile file) {
        if (!Files.isDirectory(file.directory())) {
            return List.of(Change.byHand(
                    "there is no directory " + file.directory()
                            + ", so this is no management server: run the command on each one",
                    ""));
        }
        Optional<String> fault = fault(file);
        if (fault.isEmpty()) {
            return List.of();
        }
        String words = "put it at " + file.path() + ": " + fault.get();
        byte[] script = script();
        return machine.mayMakeFilesOf(owner)
                ? List.of(new Change(words, "", () -> file.write(script)))
                : List.of(Change.byHand(words, "run the command as " + owner));
    }

    /** The entry point in CloudStack's directory of extensions. */
    static OwnedFile in(Path extensions, String owner) {
        return new OwnedFile(extensions.resolve(Extension.NAME).resolve(FILE), MODE, owner);
    }

    /** What of it isn't as it has to be, in words; empty when nothing is. */
    static Optional<String> fault(OwnedFile file) {
        byte[] script = script();
        if (file.content().filter(it -> Arrays.equals(it, script)).isPresent()) {
            return file.fault();
        }
        return Optional.of(
                Files.exists(file.path())
                        ? "another script is there, or that of another version"
                        : "there is no such file");
    }

    private List<Change> inGroup() {
        List<String> command = List.of("usermod", "--append", "--groups", GROUP, managementUser);
        String line = String.join(" ", command);
        Optional<Set<String>> groups = machine.groupsOf(managementUser);
        if (groups.isEmpty()) {
            return List.of(Change.byHand(
                    "there is no user " + managementUser + ": add the one that the management server runs as to group "
                            + GROUP,
                    "usermod --append --groups " + GROUP + " USER"));
        }
        if (groups.get().contains(GROUP)) {
            return List.of();
        }
        String words = "add user " + managementUser + " to group " + GROUP
                + "; 'systemctl restart cloudstack-management' makes it count";
        return machine.mayMakeFilesOf("root")
                ? List.of(new Change(words, line, () -> machine.run(command)))
                : List.of(Change.byHand(words, line));
    }

    @Override
    public List<Change> toRemove() {
        Optional<OwnedFile> file = place().filter(it -> Files.exists(it.path()));
        return file.map(it -> machine.mayMakeFilesOf(owner)
                        ? List.of(new Change("delete " + it.path(), "", it::delete))
                        : List.of(Change.byHand("delete " + it.path(), "run the command as " + owner)))
                .orElse(List.of());
    }

    private Optional<OwnedFile> place() {
        return extension.row().map(this::place);
    }

    private OwnedFile place(JsonObject row) {
        Path path = Path.of(AdminCalls.exact(row, "path")).normalize();
        if (!path.isAbsolute() || !path.endsWith(Path.of(Extension.NAME, FILE))) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack tells '" + Printable.of(path.toString())
                            + "' as the extension's script; expected was an absolute path that ends in "
                            + Extension.NAME + "/" + FILE + ".",
                    "Look at 'cmk list extensions'; Demarc puts no file elsewhere.");
        }
        return new OwnedFile(path, MODE, owner);
    }

    private static byte[] script() {
        try (InputStream in = Objects.requireNonNull(EntryPoint.class.getResourceAsStream(FILE), FILE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

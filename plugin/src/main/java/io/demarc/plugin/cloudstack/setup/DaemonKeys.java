/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import io.demarc.access.Deadline;
import io.demarc.access.Secret;
import io.demarc.plugin.cloudstack.CloudStackApi.ApiRefusal;
import io.demarc.plugin.cloudstack.HttpCloudStackApi;
import io.demarc.plugin.cloudstack.setup.UserKeys.Pair;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The daemon's pair of keys: registered once, and written where demarc.yaml says that the daemon finds them. */
final class DaemonKeys implements Step {
    private static final String MODE = "rw-------";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UserKeys keys;
    private final DaemonAccount account;
    private final ThisMachine machine;
    private final CloudStackAccess access;
    private final InstantSource clock;
    private final OwnedFile apiKeyFile;
    private final OwnedFile secretKeyFile;
    private boolean rotating;

    /**
     * @param access     where the files are, and how CloudStack is reached
     * @param daemonUser who is to own the files
     * @param rotating   whether a new pair takes the place of every other
     */
    DaemonKeys(
            UserKeys keys,
            DaemonAccount account,
            ThisMachine machine,
            CloudStackAccess access,
            InstantSource clock,
            String daemonUser,
            boolean rotating) {
        this.keys = keys;
        this.account = account;
        this.machine = machine;
        this.access = access;
        this.clock = clock;
        this.apiKeyFile = file(access.apiKey(), "api-key", daemonUser);
        this.secretKeyFile = file(access.secretKey(), "secret-key", daemonUser);
        this.rotating = rotating;
    }

    private static OwnedFile file(SecretReference reference, String key, String owner) {
        if (reference.source() != SecretReference.Source.FILE) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "cloudstack." + key + " in demarc.yaml is " + reference + ", where keys can't be written.",
                    "Name a file: ${file:/etc/demarc/secrets/cloudstack-" + key + "}.");
        }
        return new OwnedFile(Path.of(reference.place()), MODE, owner);
    }

    @Override
    public String name() {
        return "keys of user " + DaemonAccount.NAME;
    }

    @Override
    public List<Change> toSetUp() {
        Optional<String> user = account.userId();
        List<Pair> pairs = user.map(keys::of).orElse(List.of());
        if (rotating || pairs.isEmpty()) {
            return List.of(onlyAsOwner(registering(user.orElse(AdminCalls.ID_TO_COME), pairs)));
        }
        Optional<Pair> held = pairs.stream().filter(this::isHeld).findFirst();
        if (held.isEmpty()) {
            Pair newest = pairs.get(pairs.size() - 1);
            return List.of(onlyAsOwner(new Change("write them into " + files(), "", () -> write(newest))));
        }
        Optional<String> fault = apiKeyFile.fault().or(secretKeyFile::fault);
        if (fault.isPresent()) {
            return List.of(onlyAsOwner(
                    new Change("write " + files() + " again: " + fault.get(), "", () -> write(held.get()))));
        }
        prove(held.get());
        return List.of();
    }

    /** The new pair is written and tried before the old ones go. */
    private Change registering(String user, List<Pair> old) {
        String words = old.isEmpty()
                ? "register a pair and write it into " + files()
                : "register a new pair, write it into " + files() + " and delete the " + old.size()
                        + " of before; daemons on other management servers are refused until the command was run there";
        Change register = keys.registering(words, user);
        return new Change(register.words(), register.line(), () -> {
            keys.register(user);
            List<String> before = old.stream().map(Pair::apiKey).toList();
            List<Pair> fresh = keys.of(user).stream()
                    .filter(it -> !before.contains(it.apiKey()))
                    .toList();
            if (fresh.isEmpty()) {
                return;
            }
            Pair pair = fresh.get(fresh.size() - 1);
            write(pair);
            prove(pair);
            rotating = false;
            old.forEach(keys::delete);
        });
    }

    @Override
    public List<Change> toRemove() {
        List<Change> changes = new ArrayList<>();
        boolean isOurs =
                account.userId().map(keys::of).orElse(List.of()).stream().anyMatch(it -> has(apiKeyFile, it.apiKey()));
        if (isOurs) {
            changes.add(onlyAsOwner(new Change("delete " + files(), "", () -> {
                secretKeyFile.delete();
                apiKeyFile.delete();
            })));
        }
        return changes;
    }

    private Change onlyAsOwner(Change change) {
        return machine.mayMakeFilesOf(apiKeyFile.owner())
                ? change
                : Change.byHand(
                        change.words(), "run the command as root: the files have to be " + apiKeyFile.owner() + "'s");
    }

    private String files() {
        return apiKeyFile.path() + " and " + secretKeyFile.path();
    }

    private boolean isHeld(Pair pair) {
        return has(apiKeyFile, pair.apiKey())
                && has(secretKeyFile, pair.secretKey().reveal());
    }

    private static boolean has(OwnedFile file, String text) {
        return file.content()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .filter(text::equals)
                .isPresent();
    }

    /** The secret first: files of which only one is new don't pass for a pair. */
    private void write(Pair pair) {
        secretKeyFile.write((pair.secretKey().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
        apiKeyFile.write((pair.apiKey() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Asks as the daemon will: that is what role, account and keys are for. */
    private void prove(Pair pair) {
        HttpCloudStackApi daemons =
                new HttpCloudStackApi(access, () -> new Secret(pair.apiKey()), pair::secretKey, clock);
        try {
            daemons.ask(
                    "listNetworks",
                    Map.of("listall", "true", "page", "1", "pagesize", "1"),
                    Deadline.after(PATIENCE, clock));
        } catch (ApiRefusal e) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_REFUSED,
                    "CloudStack refuses listNetworks to user " + DaemonAccount.NAME + " with error " + e.code() + ": "
                            + e.getMessage() + ".",
                    "Check that the account is enabled and that its role is " + DaemonRole.NAME
                            + "; --rotate-keys makes new keys.");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The webhook that tells the daemon of this machine of events, with all of CloudStack's accounts in its scope. Its secret is made here
 * unless there is one already; daemons on other management servers have webhooks of their own, by their own URLs.
 */
final class Webhook implements Step {
    private static final String MODE = "rw-------";
    private static final int SECRET_BYTES = 32;

    private final AdminCalls calls;
    private final ThisMachine machine;
    private final Webhooks webhooks;
    /** Null when the secret is not in a file. */
    private final @Nullable OwnedFile file;

    /** @param daemonUser who is to own the secret's file */
    Webhook(AdminCalls calls, ThisMachine machine, Webhooks webhooks, String daemonUser) {
        this.calls = calls;
        this.machine = machine;
        this.webhooks = webhooks;
        SecretReference secret = webhooks.secret();
        this.file = secret.source() == SecretReference.Source.FILE
                ? new OwnedFile(Path.of(secret.place()), MODE, daemonUser)
                : null;
    }

    @Override
    public String name() {
        return "webhook " + webhookName();
    }

    private String webhookName() {
        return "demarc " + webhooks.url().getAuthority();
    }

    @Override
    public List<Change> toSetUp() {
        List<Change> changes = new ArrayList<>();
        Optional<String> secret = secret();
        if (file != null && secret.isEmpty()) {
            changes.add(onlyAsOwner("make its secret and write it into " + file.path(), () -> file.write(fresh())));
        } else if (file != null && file.fault().isPresent()) {
            changes.add(onlyAsOwner(
                    "write " + file.path() + " again: " + file.fault().get(),
                    () -> file.write(bytes(secret.orElseThrow()))));
        }
        Map<String, String> wanted = wanted(secret.orElse(AdminCalls.ID_TO_COME));
        Optional<JsonObject> found = row();
        if (found.isEmpty()) {
            wanted.put("name", webhookName());
            changes.add(calls.change("create it", "createWebhook", wanted));
        } else if (secret.isPresent()) {
            wanted.entrySet()
                    .removeIf(it -> AdminCalls.exact(found.get(), it.getKey()).equals(it.getValue()));
            if (!wanted.isEmpty()) {
                String words = "set its " + String.join(", ", wanted.keySet());
                wanted.put("id", text(found.get(), "id"));
                changes.add(calls.change(words, "updateWebhook", wanted));
            }
        }
        return changes;
    }

    private Map<String, String> wanted(String secret) {
        return new TreeMap<>(Map.of(
                "payloadurl",
                webhooks.url().toString(),
                "scope",
                "Global",
                "state",
                "Enabled",
                "secretkey",
                secret,
                "sslverification",
                String.valueOf(webhooks.verifyCertificate())));
    }

    /** The file first: it is found through the webhook. */
    @Override
    public List<Change> toRemove() {
        Optional<JsonObject> found = row();
        if (found.isEmpty()) {
            return List.of();
        }
        Change deletion = calls.change("delete it", "deleteWebhook", Map.of("id", text(found.get(), "id")));
        boolean isOurs = file != null
                && secret().filter(AdminCalls.exact(found.get(), "secretkey")::equals)
                        .isPresent();
        if (file == null || !isOurs) {
            return List.of(deletion);
        }
        Change files = onlyAsOwner("delete " + file.path(), file::delete);
        return files.action() == null ? List.of(files) : List.of(files, deletion);
    }

    private Change onlyAsOwner(String words, Runnable action) {
        return file == null || machine.mayMakeFilesOf(file.owner())
                ? new Change(words, "", action)
                : Change.byHand(words, "run the command as root: the file has to be " + file.owner() + "'s");
    }

    private Optional<JsonObject> row() {
        return calls.named("listWebhooks", "webhook", webhookName(), Map.of("listall", "true"));
    }

    /** Empty when its file is yet to be made. */
    private Optional<String> secret() {
        return file == null
                ? Optional.of(webhooks.secret().resolve().reveal())
                : file.content()
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                        .filter(text -> !text.isEmpty());
    }

    private static byte[] fresh() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return bytes(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    private static byte[] bytes(String secret) {
        return (secret + "\n").getBytes(StandardCharsets.UTF_8);
    }
}

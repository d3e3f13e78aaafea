/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import br.com.autonomiccs.apacheCloudStack.client.ApacheCloudStackRequest;
import br.com.autonomiccs.apacheCloudStack.client.beans.ApacheCloudStackUser;
import br.com.autonomiccs.apacheCloudStack.exceptions.ApacheCloudStackClientRequestRuntimeException;
import br.com.autonomiccs.apacheCloudStack.exceptions.ApacheCloudStackClientRuntimeException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/** {@link CloudStackApi} over HTTP, with signed GET requests. Thread-safe. */
public final class HttpCloudStackApi implements CloudStackApi {
    private final CloudStackAccess access;
    private final InstantSource clock;
    private final @Nullable SSLContext trust;

    /**
     * Prepares the way to the API; opens nothing.
     *
     * @throws ProblemException {@code CONFIG_INVALID} when the file with the certificate authority can't be read
     */
    public HttpCloudStackApi(CloudStackAccess access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
        this.trust = trust(access);
    }

    @Override
    public JsonObject ask(String command, Map<String, String> parameters, Deadline deadline) {
        if (deadline.isOver()) {
            throw unreachable("there was no time left to ask");
        }
        ApacheCloudStackUser user = new ApacheCloudStackUser(
                access.secretKey().resolve().reveal(), access.apiKey().resolve().reveal());
        SignedClient client = new SignedClient(
                base(),
                user,
                Deadline.after(deadline.leftAtMost(access.timeout()), clock),
                clock,
                trust,
                access.verifyTls());
        ApacheCloudStackRequest request = new ApacheCloudStackRequest(command);
        request.addParameter("response", "json");
        parameters.forEach(request::addParameter);
        try {
            return content(client.executeRequest(request));
        } catch (ApacheCloudStackClientRequestRuntimeException e) {
            throw refusal(e.getStatusCode(), e.getResponse());
        } catch (ApacheCloudStackClientRuntimeException e) {
            // The library's messages hold the signed address: only the cause may be told.
            throw unreachable(cause(e));
        } catch (RuntimeException e) {
            throw unreachable(e.getClass().getSimpleName());
        }
    }

    /** The library adds the path by itself where it is missing: give it what it expects. */
    private String base() {
        return access.endpoint().toString();
    }

    private JsonObject content(String text) {
        try {
            JsonObject answer = JsonParser.parseString(text).getAsJsonObject();
            JsonElement content = answer.entrySet().iterator().next().getValue();
            return content.getAsJsonObject();
        } catch (JsonParseException | IllegalStateException | java.util.NoSuchElementException e) {
            throw unreachable("it answered something that is not an API answer: " + Printable.of(text));
        }
    }

    private RuntimeException refusal(int status, String text) {
        try {
            JsonObject content = content(text);
            if (content.has("errortext")) {
                return new ApiRefusal(
                        status, Printable.of(content.get("errortext").getAsString()));
            }
        } catch (ProblemException e) {
            // Not CloudStack's words: a proxy's, perhaps.
        }
        return unreachable("it answered HTTP status " + status);
    }

    private static String cause(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest == thrown
                ? "the request failed"
                : Printable.of(deepest.getClass().getSimpleName());
    }

    private ProblemException unreachable(String why) {
        return ProblemException.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "CloudStack's API at " + access.endpoint().getHost() + " can't be asked: " + why + ".",
                "Check cloudstack.endpoint and the keys in demarc.yaml with 'demarc doctor'.");
    }

    private static @Nullable SSLContext trust(CloudStackAccess access) {
        Path file = access.caFile();
        try {
            if (!access.verifyTls()) {
                return SSLContexts.custom()
                        .loadTrustMaterial((chain, type) -> true)
                        .build();
            }
            if (file == null) {
                return null;
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream in = Files.newInputStream(file)) {
                int number = 0;
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    "cloudstack.ca-file " + file + " can't be read as certificates in PEM form.",
                    "Give a file with the authority's certificate.");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import br.com.autonomiccs.apacheCloudStack.client.ApacheCloudStackRequest;
import br.com.autonomiccs.apacheCloudStack.client.beans.ApacheCloudStackUser;
import br.com.autonomiccs.apacheCloudStack.exceptions.ApacheCloudStackClientRequestRuntimeException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.http.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/** {@link CloudStackApi} over HTTP, with signed requests whose parameters travel in the body. Thread-safe. */
public final class HttpCloudStackApi implements CloudStackApi {
    private static final int UNAUTHORIZED = 401;

    private final CloudStackAccess access;
    private final Supplier<Secret> apiKey;
    private final Supplier<Secret> secretKey;
    private final InstantSource clock;
    private final @Nullable SSLContext trust;
    private volatile @Nullable Duration lead;

    /** How long a request is good for. */
    public static final Duration VALIDITY = SignedClient.VALIDITY;

    /**
     * Prepares the way to the API; opens nothing.
     *
     * @throws ProblemException {@code CONFIG_INVALID} when the file with the certificate authority can't be read
     */
    public HttpCloudStackApi(CloudStackAccess access, InstantSource clock) {
        this(access, access.apiKey()::resolve, access.secretKey()::resolve, clock);
    }

    /** As the other, with keys that are asked for before each request, instead of those that {@code access} names. */
    public HttpCloudStackApi(
            CloudStackAccess access, Supplier<Secret> apiKey, Supplier<Secret> secretKey, InstantSource clock) {
        this.access = access;
        this.apiKey = apiKey;
        this.secretKey = secretKey;
        this.clock = clock;
        this.trust = trust(access);
    }

    @Override
    public JsonObject ask(String command, Map<String, String> parameters, Deadline deadline) {
        if (deadline.isOver()) {
            throw unreachable("there was no time left to ask", "Try again.");
        }
        ApacheCloudStackUser user =
                new ApacheCloudStackUser(secretKey.get().reveal(), apiKey.get().reveal());
        Deadline end = Deadline.after(deadline.leftAtMost(access.timeout()), clock);
        SignedClient client =
                new SignedClient(access.endpoint().toString(), user, end, clock, trust, access.verifyTls());
        ApacheCloudStackRequest request = new ApacheCloudStackRequest(command);
        request.addParameter("response", "json");
        parameters.forEach(request::addParameter);
        String text;
        try {
            text = client.executeRequest(request);
            client.serverTime().ifPresent(theirs -> lead = Duration.between(clock.instant(), theirs));
        } catch (ApacheCloudStackClientRequestRuntimeException e) {
            if (e.getStatusCode() == UNAUTHORIZED) {
                client.serverTime().ifPresent(this::requireSameTime);
            }
            throw refusal(e.getStatusCode(), e.getResponse());
        } catch (RuntimeException e) {
            throw end.isOver() ? tooLate() : failure(e);
        }
        return content(command, text);
    }

    /** How far CloudStack's clock was ahead of this machine's, to the second, at the last good answer; empty when that told no time. */
    public Optional<Duration> lead() {
        return Optional.ofNullable(lead);
    }

    /** CloudStack refuses a request that has expired with the same words as one with a wrong key. */
    private void requireSameTime(Instant theirs) {
        Instant ours = clock.instant();
        if (Duration.between(ours, theirs).abs().compareTo(SignedClient.VALIDITY) > 0) {
            throw unreachable(
                    "its clock shows " + theirs + " and this machine's " + ours.truncatedTo(ChronoUnit.SECONDS)
                            + ", so it takes requests as expired or forged",
                    "Set both clocks right (NTP).");
        }
    }

    private ProblemException tooLate() {
        return unreachable("it did not answer in time", "Check that the management server runs.");
    }

    /** The content of the answer, if it is one to this command: what a proxy says must not pass for an empty list. */
    private JsonObject content(String command, String text) {
        JsonObject answer = object(text);
        JsonElement content = answer.get(command.toLowerCase(Locale.ROOT) + "response");
        if (content == null
                || !content.isJsonObject()
                || content.getAsJsonObject().has("errorcode")) {
            throw unusable(text);
        }
        return content.getAsJsonObject();
    }

    private JsonObject object(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw unusable(text);
        }
    }

    private ProblemException unusable(String text) {
        return unreachable(
                "it answered something that is not an API answer: " + Printable.of(text.strip()),
                "Check that cloudstack.endpoint in demarc.yaml is the API's address; it ends in /client/api.");
    }

    private RuntimeException refusal(int status, @Nullable String text) {
        try {
            for (JsonElement content : object(String.valueOf(text)).asMap().values()) {
                if (content.isJsonObject()
                        && content.getAsJsonObject().get("errortext") instanceof JsonPrimitive words) {
                    return new ApiRefusal(status, Printable.of(words.getAsString()));
                }
            }
        } catch (ProblemException e) {
            // Not CloudStack's words: a proxy's, perhaps.
        }
        return unreachable(
                "it answered HTTP status " + status,
                "Check cloudstack.endpoint in demarc.yaml and whether a proxy answers in its place.");
    }

    /** Never the library's own message, which holds the signed address. */
    private ProblemException failure(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable one = thrown; one != null && chain.size() < 10; one = one.getCause()) {
            chain.add(one);
        }
        if (chain.stream().anyMatch(SSLException.class::isInstance)) {
            return unreachable(
                    "its certificate is not trusted, or is for another host name",
                    "Give the authority's certificate as cloudstack.ca-file, and the certificate's name in"
                            + " cloudstack.endpoint.");
        }
        if (chain.stream().anyMatch(SocketTimeoutException.class::isInstance)) {
            return tooLate();
        }
        String why = "the connection broke ("
                + chain.get(chain.size() - 1).getClass().getSimpleName() + ")";
        if (chain.stream().anyMatch(UnknownHostException.class::isInstance)) {
            why = "its host name is unknown";
        } else if (chain.stream().anyMatch(ConnectException.class::isInstance)) {
            why = "nothing accepts connections at port " + port();
        }
        return unreachable(why, "Check that the management server runs, and cloudstack.endpoint in demarc.yaml.");
    }

    private int port() {
        int port = access.endpoint().getPort();
        return port >= 0 ? port : "https".equals(access.endpoint().getScheme()) ? 443 : 80;
    }

    private ProblemException unreachable(String why, String fix) {
        return ProblemException.of(
                ProblemCode.CLOUDSTACK_UNREACHABLE,
                "CloudStack's API at " + access.endpoint().getHost() + " can't be asked: " + why + ".",
                fix);
    }

    private static @Nullable SSLContext trust(CloudStackAccess access) {
        if (access.verifyTls()) {
            Path file = access.caFile();
            return file == null ? null : Authorities.of(file, "cloudstack.ca-file");
        }
        try {
            return SSLContexts.custom().loadTrustMaterial((chain, type) -> true).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The API of a simulated CloudStack management server on a loopback port: listNetworks, listAccounts, listCapabilities.
 * Signatures are really verified. Networks come and go while it runs, and it can be made slow, broken or unreachable.
 * Thread-safe.
 */
public final class SimulatedCloudStack implements AutoCloseable {
    private final InstantSource clock;
    private final NetworkAnswers networkAnswers = new NetworkAnswers();
    private final MachineAnswers machines = new MachineAnswers();
    private final TagAnswers tags = new TagAnswers();
    private final ApiKeys adminKeys = newKeys();
    private final Map<ApiKeys, NetworkOwner> users = new LinkedHashMap<>();
    private final Map<Long, SimulatedNetwork> networks = new TreeMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> accessLog = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated-cloudstack");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration delay = Duration.ZERO;
    private @Nullable ApiAnswer brokenAnswer;
    private @Nullable HttpServer server;
    private @Nullable SSLContext tls;
    private @Nullable Administration administration;
    private @Nullable Interruption interruption;
    private int port;

    /** @param clock what the server thinks the time is; decides whether requests have expired */
    public SimulatedCloudStack(InstantSource clock) {
        this.clock = clock;
        goUp();
    }

    public synchronized URI url() {
        return URI.create((tls == null ? "http://127.0.0.1:" : "https://localhost:") + port + "/client/api");
    }

    /** Keys of a root administrator. */
    public ApiKeys adminKeys() {
        return adminKeys;
    }

    /** Keys of an ordinary user of the account, who sees its own networks only, and no VLANs. */
    public synchronized ApiKeys addUser(NetworkOwner account) {
        ApiKeys keys = newKeys();
        users.put(keys, account);
        return keys;
    }

    public synchronized void add(SimulatedNetwork network) {
        networks.put(network.id(), network);
    }

    /** A virtual machine of account alice with this address. */
    public synchronized void addMachine(String name, String address) {
        machines.add(name, address);
    }

    /** The network asks for these devices. */
    public synchronized void tag(long id, String devices) {
        tags.put(id, "demarc-devices", devices);
    }

    public synchronized void untag(long id) {
        tags.remove(id, "demarc-devices");
    }

    /** The network gets this VLAN: Implemented. */
    public void implement(long id, int vlan) {
        change(id, network -> network.in("Implemented", vlan));
    }

    /** The network loses its VLAN: Allocated. */
    public void shutDown(long id) {
        change(id, network -> network.in("Allocated", null));
    }

    /** Its shutdown failed: the network is in Shutdown and keeps its VLAN. */
    public void failToShutDown(long id) {
        change(id, network -> network.in("Shutdown", network.vlan()));
    }

    public synchronized void delete(long id) {
        networks.remove(id);
    }

    public synchronized Optional<SimulatedNetwork> network(long id) {
        return Optional.ofNullable(networks.get(id));
    }

    /** The commands of all requests so far, the refused ones too. */
    public synchronized List<String> commandsReceived() {
        return List.copyOf(commands);
    }

    /** Lets a root administrator make things; extensions get their directories there. */
    public synchronized void allowAdministration(Path extensions) {
        administration = new Administration(extensions);
    }

    public synchronized Administration administration() {
        return Objects.requireNonNull(administration, "allowAdministration comes first");
    }

    /** Breaks the connection at the request of this number, counted from now on, before or after it was obeyed; once. */
    public synchronized void interruptAt(int number, boolean isObeyed) {
        interruption = new Interruption(commands.size() + number, isObeyed);
    }

    /** Request lines, as an access log has them. */
    public synchronized List<String> accessLog() {
        return List.copyOf(accessLog);
    }

    private record Interruption(int number, boolean isObeyed) {}

    /** Answers each request only after this time. */
    public synchronized void answerAfter(Duration time) {
        delay = time;
    }

    /** Answers each request with this, whatever was asked. */
    public synchronized void answerAlways(int status, String body) {
        brokenAnswer = new ApiAnswer(status, body);
    }

    /** Answers quickly and rightly again. */
    public synchronized void recover() {
        delay = Duration.ZERO;
        brokenAnswer = null;
        goUp();
    }

    /** Refuses connections, until {@link #goUp} or {@link #recover}. */
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Accepts connections, on the same port as before. */
    public synchronized void goUp() {
        if (server != null) {
            return;
        }
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            HttpServer fresh = tls == null ? HttpServer.create(address, 0) : overTls(tls, address);
            fresh.createContext("/client/api", this::serve);
            fresh.setExecutor(threads);
            fresh.start();
            port = fresh.getAddress().getPort();
            server = fresh;
        } catch (IOException busy) {
            throw new UncheckedIOException("the simulated CloudStack cannot listen on port " + port, busy);
        }
    }

    private static HttpServer overTls(SSLContext certificate, InetSocketAddress address) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate));
        return server;
    }

    /** Speaks TLS from now on, with this certificate. */
    public synchronized void useTls(SSLContext certificate) {
        goDown();
        tls = certificate;
        goUp();
    }

    @Override
    public void close() {
        closed.countDown();
        goDown();
        threads.shutdownNow();
    }

    private synchronized void change(long id, UnaryOperator<SimulatedNetwork> change) {
        SimulatedNetwork network = networks.get(id);
        if (network == null) {
            throw new IllegalArgumentException("the simulated CloudStack has no network " + id);
        }
        networks.put(id, change.apply(network));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .orElse("");
            ApiRequest request = new ApiRequest(query, body, type);
            Interruption cut = begin(exchange, request);
            if (cut != null && !cut.isObeyed()) {
                return;
            }
            ApiAnswer answer = answer(request);
            if (cut != null) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json;charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    /** Writes it down; returns the interruption if it is due. */
    private synchronized @Nullable Interruption begin(HttpExchange exchange, ApiRequest request) {
        commands.add(request.command());
        accessLog.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Interruption due = interruption;
        if (due == null || due.number() != commands.size()) {
            return null;
        }
        interruption = null;
        return due;
    }

    private ApiAnswer answer(ApiRequest request) {
        Duration wait;
        ApiAnswer broken;
        synchronized (this) {
            wait = delay;
            broken = brokenAnswer;
        }
        if (!wait.isZero()) {
            awaitClosed(wait);
        }
        return broken != null ? broken : honestAnswer(request);
    }

    private void awaitClosed(Duration most) {
        try {
            boolean closing = closed.await(most.toNanos(), TimeUnit.NANOSECONDS);
            if (closing) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ApiAnswer honestAnswer(ApiRequest request) {
        String command = request.command();
        String apiKey = request.value("apikey").orElse("");
        boolean isAdmin = apiKey.equals(adminKeys.apiKey());
        Optional<ApiKeys> user = users.keySet().stream()
                .filter(keys -> keys.apiKey().equals(apiKey))
                .findFirst();
        if (!isAdmin && user.isEmpty() && administration != null) {
            return administration
                    .keys(apiKey)
                    .map(daemon -> daemonsAnswer(request, daemon.getKey(), daemon.getValue()))
                    .orElseGet(() -> ApiAnswer.unauthorized(command));
        }
        ApiKeys keys = isAdmin ? adminKeys : user.orElse(null);
        if (keys == null || !request.isSignedBy(keys) || request.isExpired(clock.instant())) {
            return ApiAnswer.unauthorized(command);
        }
        if (request.value("response").filter("json"::equalsIgnoreCase).isEmpty()) {
            return ApiAnswer.error(command, 430, "This simulation speaks JSON only: ask with response=json");
        }
        if (isAdmin && administration != null) {
            Optional<ApiAnswer> answer = administration.answer(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "listnetworks" -> networkAnswers.answer(request, visibleTo(users.get(keys)), isAdmin);
            case "listtags" -> tags.answer(request, visibleTo(users.get(keys)));
            case "listaccounts" -> AccountAnswers.answer(visibleTo(users.get(keys)));
            case "listcapabilities" -> ApiAnswer.capabilities("4.23.0.0-SNAPSHOT");
            case "listvirtualmachines" -> machines.virtualMachines();
            case "listrouters", "listsystemvms", "listpublicipaddresses" -> machines.none(command);
            // By its source, CloudStack says the same of a command that it doesn't have as of a wrong key.
            default -> isAdmin ? ApiAnswer.unauthorized(command) : ApiAnswer.unsupported(command);
        };
    }

    /** To a user that an administrator made, who sees everything that the role lets them ask. */
    private ApiAnswer daemonsAnswer(ApiRequest request, ApiKeys keys, Set<String> allowed) {
        String command = request.command();
        if (!request.isSignedBy(keys) || request.isExpired(clock.instant())) {
            return ApiAnswer.unauthorized(command);
        }
        String name = command.toLowerCase(Locale.ROOT);
        if (!allowed.contains(name)) {
            return ApiAnswer.unsupported(command);
        }
        if (name.equals("listnetworks")) {
            return networkAnswers.answer(request, networks.values(), true);
        }
        if (name.equals("listtags")) {
            return tags.answer(request, networks.values());
        }
        return administration()
                .answer(request)
                .orElseGet(() -> request.value("id").isPresent()
                        ? AdminTables.unknown(command, request)
                        : machines.none(command));
    }

    /** @param owner null for the administrator */
    private Collection<SimulatedNetwork> visibleTo(@Nullable NetworkOwner owner) {
        return networks.values().stream()
                .filter(network -> owner == null || network.owner().equals(owner))
                .toList();
    }

    private static ApiKeys newKeys() {
        return new ApiKeys("lab-" + UUID.randomUUID(), UUID.randomUUID() + "-" + UUID.randomUUID());
    }
}

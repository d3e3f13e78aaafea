/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.Printable;
import io.demarc.plugin.operations.Tally;
import io.demarc.plugin.words.Actor;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a request, and makes an answer of whatever comes of it. A request takes a thread only once all of it
 * is there, and then one of its kind's.
 */
final class Router extends Handler.Abstract.NonBlocking {
    private static final int LARGEST_BODY = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    /** Requests of one UNIX user that are answered at one time, CloudStack's events and custom actions apart. */
    private static final int MOST_OF_ONE_USER = 24;

    private static final Actor CLOUDSTACK = new Actor(Actor.Kind.CLOUDSTACK, "");

    private final List<Route> routes;
    private final Lanes lanes;
    private final Connections connections;
    private final InstantSource clock;
    private final Tally<String> users = new Tally<>(MOST_OF_ONE_USER);

    Router(List<Route> routes, Lanes lanes, Connections connections, InstantSource clock) {
        this.routes = List.copyOf(routes);
        this.lanes = lanes;
        this.connections = connections;
        this.clock = clock;
    }

    private record Found(Route route, List<String> variables, Map<String, String> query) {}

    private record Exchange(Request request, Response response, Callback callback, Instant arrived) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, clock.instant());
        try {
            Optional<Found> found = found(request);
            if (found.isPresent()) {
                Body.read(
                        request,
                        LARGEST_BODY,
                        body -> inItsLane(found.get(), body, exchange),
                        problem -> answer(exchange, () -> Answer.of(problem), () -> {}));
            } else {
                answer(exchange, () -> nothingThere(request), () -> {});
            }
        } catch (RuntimeException e) {
            answer(exchange, () -> failed(request, e), () -> {});
        }
        return true;
    }

    private void inItsLane(Found found, ByteBuffer body, Exchange exchange) {
        connections.isWhole(exchange.request);
        Kind kind = found.route.kind();
        Runnable task = () -> answer(exchange, () -> apply(found, body, exchange), () -> lanes.leave(kind));
        if (!lanes.run(kind, task)) {
            answer(
                    exchange,
                    () -> Answer.of(Problem.of(
                            ProblemCode.DAEMON_BUSY,
                            "The daemon is answering " + kind.threads() + " requests of this kind, and " + kind.places()
                                    + " more wait for their turn.",
                            "Try again in a while.")),
                    () -> {});
        }
    }

    private void answer(Exchange exchange, Supplier<Answer> maker, Runnable whenTaken) {
        Answer answer = answer(exchange.request, maker);
        connections.isAnswered(exchange.request);
        send(answer, exchange.response, Callback.from(exchange.callback, whenTaken));
    }

    private Answer apply(Found found, ByteBuffer body, Exchange exchange) {
        boolean isOther = found.route.kind() == Kind.OTHER;
        // Who calls is found out only where it matters: events must not wait for a directory of users.
        Actor actor = isOther ? Caller.of(exchange.request) : CLOUDSTACK;
        Call call = new Call(found.variables, found.query, body, actor, exchange.arrived, clock);
        if (!isOther) {
            return found.route.action().apply(call);
        }
        return users.count(actor.name(), () -> found.route.action().apply(call))
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DAEMON_BUSY,
                        "The daemon is answering " + MOST_OF_ONE_USER + " requests of user " + actor.name()
                                + " already.",
                        "Try again when some of them have ended."));
    }

    static void send(Answer answer, Response response, Callback callback) {
        byte[] bytes = answer.json().isEmpty() ? new byte[0] : (answer.json() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private static Answer answer(Request request, Supplier<Answer> made) {
        try {
            return made.get();
        } catch (RuntimeException | Error e) {
            // Whatever it is, whoever asked must not wait for ever, nor keep a place.
            return failed(request, e);
        }
    }

    private static Answer failed(Request request, Throwable e) {
        if (e instanceof ProblemException problem) {
            return Answer.of(problem.problem());
        }
        LOG.error("a defect while answering {} {}", request.getMethod(), Printable.of(path(request)), e);
        return Answer.of(Problem.of(
                ProblemCode.INTERNAL,
                "Demarc has a defect: the request could not be answered.",
                "The daemon's log has the details; please report them."));
    }

    private Optional<Found> found(Request request) {
        List<String> path = segments(path(request));
        for (Route route : routes) {
            Optional<List<String>> variables = route.match(path);
            if (variables.isPresent() && route.method().equals(request.getMethod())) {
                return Optional.of(new Found(route, variables.get(), query(request, route)));
            }
        }
        return Optional.empty();
    }

    private Answer nothingThere(Request request) {
        List<String> path = segments(path(request));
        TreeSet<String> methods = routes.stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
        Problem problem = Problem.of(
                ProblemCode.NOT_FOUND,
                "There is nothing to " + Printable.of(request.getMethod()) + " at " + Printable.of(path(request)) + ".",
                methods.isEmpty()
                        ? "docs/rest.md lists what there is."
                        : "It takes " + String.join(", ", methods) + ".");
        return methods.isEmpty()
                ? Answer.of(problem)
                : new Answer(405, Answer.of(problem).json());
    }

    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** The decoded segments below {@code /v1}; nothing for any other path. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        if (path.startsWith("/v1/")) {
            for (String segment : path.substring("/v1/".length()).split("/", -1)) {
                segments.add(decode(segment));
            }
        }
        return segments;
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "'" + Printable.of(segment) + "' in the path is not URL-encoded.",
                            "Encode it: / becomes %2F."),
                    e);
        }
    }

    private static Map<String, String> query(Request request, Route route) {
        Map<String, String> query = new TreeMap<>();
        for (Fields.Field field : parameters(request)) {
            String name = field.getName();
            if (!route.parameters().contains(name)) {
                throw Call.invalid(
                        "There is no parameter '" + Printable.of(name) + "' here.",
                        route.parameters().isEmpty()
                                ? "It takes none."
                                : "It takes " + String.join(", ", new TreeSet<>(route.parameters())) + ".");
            }
            if (field.hasMultipleValues()) {
                throw Call.invalid("Parameter " + name + " is there more than once.", "Give it once.");
            }
            query.put(name, field.getValue());
        }
        return query;
    }

    private static Fields parameters(Request request) {
        try {
            return Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INPUT_INVALID, "The query is not URL-encoded.", "Encode it."), e);
        }
    }
}

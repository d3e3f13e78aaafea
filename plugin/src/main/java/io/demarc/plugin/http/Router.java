/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, and makes an answer of whatever comes of it. */
final class Router extends Handler.Abstract {
    static final int LARGEST_BODY_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final List<Route> routes;
    private final InstantSource clock;

    Router(List<Route> routes, InstantSource clock) {
        this.routes = List.copyOf(routes);
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        send(answer(request), response, callback);
        return true;
    }

    static void send(Answer answer, Response response, Callback callback) {
        byte[] bytes = answer.json().isEmpty() ? new byte[0] : (answer.json() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private Answer answer(Request request) {
        try {
            return route(request);
        } catch (ProblemException e) {
            return Answer.of(e.problem());
        } catch (IOException e) {
            LOG.debug("a caller went away", e);
            return Answer.of(Problem.of(ProblemCode.INPUT_INVALID, "The request broke off.", "Send it again."));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a defect while answering {} {}", request.getMethod(), Printable.of(path(request)), e);
            return Answer.of(Problem.of(
                    ProblemCode.INTERNAL,
                    "Demarc has a defect: the request could not be answered.",
                    "The daemon's log has the details; please report them."));
        }
    }

    private Answer route(Request request) throws IOException {
        List<String> path = segments(path(request));
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Optional<List<String>> variables = route.match(path);
            if (variables.isPresent() && route.method().equals(request.getMethod())) {
                Map<String, String> query = query(request, route);
                return route.action().apply(new Call(variables.get(), query, body(request), Caller.of(request), clock));
            }
            variables.ifPresent(ignored -> methods.add(route.method()));
        }
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

    private static ByteBuffer body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(LARGEST_BODY_BYTES + 1);
            if (body.length > LARGEST_BODY_BYTES) {
                throw Call.invalid("The request's body has more than " + LARGEST_BODY_BYTES + " bytes.", "Send less.");
            }
            return ByteBuffer.wrap(body);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.demarc.lab.cloudstack.RecordedCall;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a person with curl can ask of the lab and do to it, over HTTP on a loopback port. Thread-safe. */
final class LabControl implements AutoCloseable {
    private static final String HELP = """
            GET  /                                    this text
            GET  /switches                            names of the switches
            POST /switches/NAME/say      TEXT         what the switch itself answers to a command
            POST /switches/NAME/type     LINES        what a person does at its console, in configuration mode
            GET  /switches/NAME/show?port=PORT        what a person would look at
            GET  /switches/NAME/state?port=PORT       the port's state in two words: 193 up
            POST /switches/NAME/tamper?port=PORT&vlan=N    somebody changes the port by hand
            POST /switches/NAME/faults/FAULT?...      clear, unreachable, reachable, latency?millis=, slow-print, ansi,
                                                      syslog?text=, banner?text=, hang?command=, disconnect?command=,
                                                      reject?command=&text=, ignore?command=, change-host-key, reboot
                                                      (command: a regular expression for the whole line)
            tor-b1 has no command line: say 'port NAME', 'ports' or 'vlans'; type 'access PORT VLAN', 'shut PORT',
            'enable PORT' or 'label PORT TEXT'; its faults: clear, unreachable, reachable, latency, reboot, and the
            vices of SNMP agents, such as acknowledges-only
            POST /hosts/VM/plug?vlan=N                real switch only: what the hypervisor does for a virtual machine
            GET  /hosts/HOST/ping?to=HOST             real switch only: answered, or no answer
            POST /networks/ID/implement?vlan=N        what the simulated CloudStack says of the network from now on
            POST /networks/ID/shutdown | fail | delete
            POST /cloudstack/up | down | recover | slow?millis= | broken?status=
            GET  /calls                               names of the recorded calls
            GET  /calls/NAME?network_id=&vlan=        the payload of a recorded call, as CloudStack writes it
            """;

    private final Lab lab;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    LabControl(Lab lab) throws IOException {
        this.lab = lab;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = 200;
            String answer;
            try {
                List<String> path =
                        List.of(exchange.getRequestURI().getPath().substring(1).split("/", -1));
                answer = answer(path, parameters(exchange.getRequestURI()), body);
            } catch (IllegalArgumentException wrong) {
                status = 400;
                answer = wrong.getMessage() + "\n";
            } catch (IllegalStateException failed) {
                status = 500;
                answer = failed.getMessage() + "\n";
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain;charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private String answer(List<String> path, Map<String, String> parameters, String body) {
        String name = path.size() > 1 ? path.get(1) : "";
        return switch (path.get(0)) {
            case "" -> HELP;
            case "switches" -> name.isEmpty() ? names() : toSwitch(lab.require(name), path, parameters, body);
            case "hosts" -> toHost(name, path.size() > 2 ? path.get(2) : "", parameters);
            case "networks" -> toNetwork(Long.parseLong(name), path.size() > 2 ? path.get(2) : "", parameters);
            case "cloudstack" -> toCloudStack(name, parameters);
            case "calls" -> name.isEmpty() ? String.join("\n", RecordedCall.names()) + "\n" : payload(name, parameters);
            default -> throw new IllegalArgumentException("the lab has no /" + path.get(0) + "; see GET /");
        };
    }

    private String names() {
        StringBuilder names = new StringBuilder();
        lab.switches().forEach(each -> names.append(each.name()).append('\n'));
        return names.toString();
    }

    private static String toSwitch(LabSwitch device, List<String> path, Map<String, String> parameters, String body) {
        String verb = path.size() > 2 ? path.get(2) : "";
        return switch (verb) {
            case "say" -> device.say(body.strip());
            case "type" ->
                device.type(body.lines().filter(line -> !line.isBlank()).toList());
            case "show" -> device.show(parameters.getOrDefault("port", ""));
            case "state" -> device.state(parameters.getOrDefault("port", "")) + "\n";
            case "tamper" ->
                device.tamper(
                        parameters.getOrDefault("port", ""), Integer.parseInt(parameters.getOrDefault("vlan", "")));
            case "faults" -> {
                device.fault(path.size() > 3 ? path.get(3) : "", parameters);
                yield "";
            }
            default ->
                throw new IllegalArgumentException(
                        "a switch can be told say, type, show, state, tamper or faults, not '" + verb + "'");
        };
    }

    private String toHost(String host, String verb, Map<String, String> parameters) {
        if (!(lab.switches().get(0) instanceof LabOpenVswitch device)) {
            throw new IllegalArgumentException("only the real switch has hosts");
        }
        switch (verb) {
            case "plug" -> device.plug(host, Integer.parseInt(parameters.getOrDefault("vlan", "")));
            case "ping" -> {
                return device.ping(host, parameters.getOrDefault("to", "")) ? "answered\n" : "no answer\n";
            }
            default -> throw new IllegalArgumentException("a host can be told plug or ping, not '" + verb + "'");
        }
        return "";
    }

    private String toNetwork(long id, String verb, Map<String, String> parameters) {
        SimulatedCloudStack cloudStack = lab.cloudStack();
        switch (verb) {
            case "implement" -> cloudStack.implement(id, Integer.parseInt(parameters.getOrDefault("vlan", "")));
            case "shutdown" -> cloudStack.shutDown(id);
            case "fail" -> cloudStack.failToShutDown(id);
            case "delete" -> cloudStack.delete(id);
            default ->
                throw new IllegalArgumentException(
                        "a network can be told implement, shutdown, fail or delete, not '" + verb + "'");
        }
        return "";
    }

    private String toCloudStack(String verb, Map<String, String> parameters) {
        SimulatedCloudStack cloudStack = lab.cloudStack();
        switch (verb) {
            case "up" -> cloudStack.goUp();
            case "down" -> cloudStack.goDown();
            case "recover" -> cloudStack.recover();
            case "slow" ->
                cloudStack.answerAfter(Duration.ofMillis(Long.parseLong(parameters.getOrDefault("millis", "5000"))));
            case "broken" ->
                cloudStack.answerAlways(
                        Integer.parseInt(parameters.getOrDefault("status", "503")), "<html>not today</html>");
            default ->
                throw new IllegalArgumentException(
                        "CloudStack can be told up, down, recover, slow or broken, not '" + verb + "'");
        }
        return "";
    }

    private static String payload(String name, Map<String, String> parameters) {
        RecordedCall call = RecordedCall.named(name);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            call = call.with(parameter.getKey().toLowerCase(Locale.ROOT), parameter.getValue());
        }
        return call.payloadText();
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.demarc.access.Printable;
import io.demarc.plugin.operations.Views.PortView;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a custom action prints. CloudStack's UI draws {@code message} if it is a list of flat objects as a table with the
 * first one's keys, and shows a text as it is. The top-level key {@code status} would mean something to CloudStack, so it
 * is not used. Immutable.
 *
 * @param line one line of JSON
 */
record ActionAnswer(String line) {
    /** Devices that one answer speaks of. */
    static final int MOST_ROWS = 100;

    /** CloudStack keeps an answer in a column of 65,535 bytes, with its own words around it and quotes escaped. */
    private static final int MOST_BYTES = 48_000;

    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_CELL = 600;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** One line of the table. */
    record Row(String port, String device, String wanted, String found, String state, String checked, String problem) {
        /**
         * Of what the switch says nothing but how it stands to the network's own VLAN: it may be another tenant's.
         *
         * @param problem in words for tenants; empty for none
         */
        static Row of(PortView port, String device, String problem) {
            return new Row(
                    port.switchName() + " " + port.port(),
                    device,
                    wanted(port),
                    found(port),
                    port.state(),
                    port.readAt() == null ? "never" : port.readAt(),
                    problem);
        }

        private static String wanted(PortView port) {
            return port.vlan() == null ? "idle" : "VLAN " + port.vlan() + " untagged";
        }

        private static String found(PortView port) {
            if (port.observed() == null) {
                return "not read yet";
            }
            if (port.vlan() == null) {
                return port.state().equals("converged") ? "idle" : "not known to be idle";
            }
            String link = port.linkUp() == null ? "" : port.linkUp() ? ", link up" : ", no link";
            return (port.vlan().equals(port.observedVlan()) ? wanted(port) : "not in VLAN " + port.vlan()) + link;
        }

        private JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("Port", cut(port, LONGEST_CELL));
            json.addProperty("Device", cut(device, LONGEST_CELL));
            json.addProperty("Wanted", cut(wanted, LONGEST_CELL));
            json.addProperty("Switch says", cut(found, LONGEST_CELL));
            json.addProperty("State", cut(state, LONGEST_CELL));
            json.addProperty("Checked", cut(checked, LONGEST_CELL));
            json.addProperty("Problem", cut(problem, LONGEST_CELL));
            return json;
        }
    }

    static ActionAnswer text(String message) {
        JsonObject answer = new JsonObject();
        answer.addProperty("printmessage", "true");
        answer.addProperty("message", cut(message, LONGEST_TEXT));
        return new ActionAnswer(GSON.toJson(answer));
    }

    /** As many rows as fit; a last one says how many are missing. */
    static ActionAnswer table(List<Row> rows) {
        JsonArray table = new JsonArray();
        int bytes = 0;
        for (Row row : rows) {
            JsonObject json = row.json();
            bytes += escapedBytes(json);
            if (bytes > MOST_BYTES) {
                String more = rows.size() - table.size() + " more";
                table.add(new Row(more, "", "", "", "", "", "The list is too long for CloudStack.").json());
                break;
            }
            table.add(json);
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("printmessage", "true");
        answer.add("message", table);
        return new ActionAnswer(GSON.toJson(answer));
    }

    /** CloudStack stores the line as a text within JSON: every quote takes two bytes there. */
    private static int escapedBytes(JsonObject json) {
        return GSON.toJson(GSON.toJson(json)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** In printable ASCII and without backslashes: CloudStack can't store an answer in which one stands before a {@code u0000}. */
    private static String cut(String text, int most) {
        return Printable.of(text, most).replace('\\', '?');
    }
}

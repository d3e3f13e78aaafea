/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Where in the text the keys of a YAML document stand, by paths such as {@code switches[0].idle.vlan}. Immutable. */
final class YamlPositions {
    private final Map<String, String> places;

    private YamlPositions(Map<String, String> places) {
        this.places = places;
    }

    /** Those of a text, as far as it can be read. */
    static YamlPositions of(String yaml) {
        Map<String, String> places = new HashMap<>();
        try (JsonParser parser = new YAMLMapper().createParser(yaml)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                TokenStreamContext context = parser.streamReadContext();
                boolean isBegun = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
                if (isBegun || token == JsonToken.PROPERTY_NAME || token.isScalarValue()) {
                    places.putIfAbsent(
                            path(isBegun ? context.getParent() : context), written(parser.currentTokenLocation()));
                }
            }
        } catch (JacksonException e) {
            // What comes after has no position: the reader itself has told what is wrong there.
        }
        return new YamlPositions(places);
    }

    private static String path(TokenStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String above = path(context.getParent());
        return context.inArray()
                ? above + "[" + context.getCurrentIndex() + "]"
                : above + (above.isEmpty() ? "" : ".") + context.currentName();
    }

    static String written(TokenStreamLocation location) {
        return location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Such as {@code (line 3, column 5)} with a blank before it: of the place, or of the nearest one around it that is there. */
    String of(String path, String key) {
        String whole = path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
        for (String at = whole; !at.isEmpty(); at = around(at)) {
            String place = places.get(at);
            if (place != null) {
                return place;
            }
        }
        return "";
    }

    private static String around(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}

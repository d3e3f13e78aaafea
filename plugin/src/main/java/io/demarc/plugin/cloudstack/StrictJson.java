/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.demarc.access.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON object whose values are texts or such objects: no duplicate keys, bounded in size and depth. */
final class StrictJson {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 5;

    /** What takes the place of bytes that are no UTF-8. */
    private static final char NO_CHARACTER = '\uFFFD';

    private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

    private StrictJson() {}

    /**
     * Parses the object.
     *
     * @return texts ({@code String}) and objects ({@code Map}); numbers and booleans as the text that was written
     * @throws IllegalArgumentException saying what is wrong
     */
    static Map<String, Object> parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("the payload is empty");
        }
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException(
                    "the payload has " + bytes.length + " bytes; at most " + LARGEST + " are read");
        }
        try (JsonReader reader = new JsonReader(new StringReader(decode(bytes)))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST + 1);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new IllegalArgumentException("the payload is not a JSON object");
            }
            Map<String, Object> object = object(reader, 1);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("the payload goes on after its JSON object");
            }
            return object;
        } catch (EOFException e) {
            throw new IllegalArgumentException("the payload ends in the middle of its JSON object", e);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("the payload is not JSON" + place(e), e);
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("the payload can't be read as JSON", e);
        }
    }

    /** Gson's own message would quote keys of the payload. */
    private static String place(MalformedJsonException e) {
        Matcher matcher = PLACE.matcher(String.valueOf(e.getMessage()));
        return matcher.find() ? " at " + matcher.group() : "";
    }

    /** The management server writes in its locale's encoding: what isn't UTF-8 in a name is no reason to refuse the call. */
    private static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> object(JsonReader reader, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the payload is nested deeper than " + DEEPEST + " levels");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (key.indexOf(NO_CHARACTER) >= 0) {
                throw new IllegalArgumentException("the payload has a key that is not UTF-8 text");
            }
            if (object.containsKey(key)) {
                throw new IllegalArgumentException("the payload has the key '" + Printable.of(key) + "' twice");
            }
            object.put(key, value(reader, depth));
        }
        reader.endObject();
        return object;
    }

    private static Object value(JsonReader reader, int depth) throws IOException {
        JsonToken token = reader.peek();
        if (token == JsonToken.BEGIN_OBJECT) {
            return object(reader, depth + 1);
        }
        if (token == JsonToken.NULL) {
            reader.nextNull();
            return "";
        }
        if (token == JsonToken.BOOLEAN) {
            return Boolean.toString(reader.nextBoolean());
        }
        if (token == JsonToken.BEGIN_ARRAY) {
            // Nothing that Demarc reads is a list; some services' payloads have them.
            reader.skipValue();
            return "";
        }
        return reader.nextString();
    }
}

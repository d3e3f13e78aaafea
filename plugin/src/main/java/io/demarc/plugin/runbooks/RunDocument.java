/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.demarc.hooks.runbook.Run;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/** A run as JSON in the database. */
final class RunDocument {
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Instant.class, new AsText<>(Instant::parse).nullSafe())
            .registerTypeAdapter(Duration.class, new AsText<>(Duration::parse).nullSafe())
            .disableHtmlEscaping()
            .create();

    private RunDocument() {}

    static String write(Run run) {
        return GSON.toJson(run);
    }

    static Run read(String document) {
        return Objects.requireNonNull(GSON.fromJson(document, Run.class));
    }

    private static final class AsText<T> extends TypeAdapter<T> {
        private final Function<String, T> form;

        AsText(Function<String, T> form) {
            this.form = form;
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            out.value(value.toString());
        }

        @Override
        public T read(JsonReader in) throws IOException {
            return form.apply(in.nextString());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Asynchronous jobs: each is done when it was asked for once, unless the queue is full. One caller at a time. */
final class Jobs {
    private final Map<String, Integer> looks = new TreeMap<>();
    private boolean isStuck;

    /** From now on no job ends, and none does anything. */
    void stick() {
        isStuck = true;
    }

    ApiAnswer of(String command, Runnable work) {
        String id = UUID.randomUUID().toString();
        looks.put(id, 0);
        if (!isStuck) {
            work.run();
        }
        JsonObject content = new JsonObject();
        content.addProperty("jobid", id);
        return ApiAnswer.of(command, content);
    }

    ApiAnswer result(ApiRequest request) {
        String id = request.value("jobid").orElse("");
        int seen = looks.merge(id, 1, Integer::sum);
        JsonObject content = new JsonObject();
        content.addProperty("jobid", id);
        content.addProperty("jobstatus", isStuck || seen == 1 ? 0 : 1);
        return ApiAnswer.of("queryAsyncJobResult", content);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import com.google.gson.JsonObject;
import io.demarc.access.Deadline;
import java.util.Map;

/** CloudStack's API. The daemon only reads; {@code demarc cloudstack setup} writes. Thread-safe. */
@FunctionalInterface
public interface CloudStackApi {
    /**
     * Asks one command.
     *
     * @return the content of the answer's only member, such as {@code listnetworksresponse}
     * @throws ApiRefusal  when CloudStack answers with an error
     * @throws io.demarc.problem.ProblemException {@code CLOUDSTACK_UNREACHABLE} when there is no usable answer
     */
    JsonObject ask(String command, Map<String, String> parameters, Deadline deadline);

    /** CloudStack understood and refused. */
    final class ApiRefusal extends RuntimeException {
        private final int code;

        ApiRefusal(int code, String text) {
            super(text);
            this.code = code;
        }

        /** CloudStack's error code, such as 431 (invalid parameter) or 401 (signature). */
        public int code() {
            return code;
        }
    }
}

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
        private static final int UNSUPPORTED = 432;
        private static final int UNAUTHORIZED = 401;

        private final int code;

        ApiRefusal(int code, String text) {
            super(text);
            this.code = code;
        }

        /** CloudStack's error code, such as 431 (invalid parameter) or 401 (signature). */
        public int code() {
            return code;
        }

        /**
         * Whether the keys are good, and only the command isn't for them: their role doesn't allow it. By its source CloudStack says so
         * with 432 or 401, depending on its version; of a command that it doesn't have at all, as of wrong keys.
         */
        public boolean isOfCommand() {
            return code == UNSUPPORTED
                    || (code == UNAUTHORIZED
                            && String.valueOf(getMessage()).contains("either does not exist, is not available"));
        }
    }
}

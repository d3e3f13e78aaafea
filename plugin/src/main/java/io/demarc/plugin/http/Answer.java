/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.problem.Problem;

/** What goes back: a status and JSON. */
record Answer(int status, String json) {
    static Answer of(Object value) {
        return new Answer(200, Json.write(value));
    }

    static Answer of(Problem problem) {
        return new Answer(ProblemBody.status(problem.code()), Json.write(ProblemBody.of(problem)));
    }
}

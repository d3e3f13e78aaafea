/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.problem;

/** The one exception that carries a {@link Problem} to whoever can tell a person. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    public static ProblemException of(ProblemCode code, String summary, String fix) {
        return new ProblemException(Problem.of(code, summary, fix));
    }

    public Problem problem() {
        return problem;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();
    private final Instant begin = time.instant();
    /** When each round began, in seconds. */
    private final List<Long> begun = new ArrayList<>();

    private int running;
    private Runnable during = () -> {};
    private Rounds rounds = rounds(MINUTE);

    @BeforeEach
    void start() {
        rounds.start();
    }

    @Test
    void withoutANudgeThePauseIsBetweenTheEndOfOneRoundAndTheNext() {
        during = () -> time.spend(Duration.ofSeconds(30));

        pass(200);

        assertThat(begun).containsExactly(60L, 150L);
    }

    @Test
    void aNudgeBringsTheNextRoundForwardAndOneMoreLookFollowsSecondsLater() {
        pass(20);
        rounds.nudge();
        pass(100);

        assertThat(begun).containsExactly(20L, 30L, 90L);
    }

    @Test
    void nudgesThatComeTogetherAreOne() {
        pass(20);
        for (int i = 0; i < 1000; i++) {
            rounds.nudge();
        }
        pass(15);

        assertThat(begun).containsExactly(20L, 30L);
    }

    @Test
    void howeverManyNudgesComeTheLeastPauseStaysBetweenTwoRounds() {
        for (int second = 0; second < 60; second++) {
            rounds.nudge();
            pass(1);
        }

        assertThat(begun).containsExactly(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L, 45L, 50L, 55L, 60L);
    }

    @Test
    void aNudgeDuringARoundLeadsToAnotherOneAfterIt() {
        during = () -> {
            assertThat(running++).as("rounds that run already").isZero();
            if (begun.size() == 1) {
                pass(3);
                rounds.nudge();
                pass(100);
            }
            running--;
        };

        pass(185);

        assertThat(begun).containsExactly(60L, 168L, 178L);
    }

    @Test
    void aRoundThatFailsDoesNotEndTheRounds() {
        during = () -> {
            throw new IllegalStateException("a defect that the test wants");
        };
        rounds.nudge();

        pass(70);

        assertThat(begun).containsExactly(0L, 10L, 70L);
    }

    @Test
    void aShorterPauseThanTheSecondLooksIsKept() {
        rounds.close();
        rounds = rounds(Duration.ofSeconds(2));
        rounds.start();
        rounds.nudge();

        pass(5);

        assertThat(begun).containsExactly(0L, 2L, 4L);
    }

    @Test
    void aClosedOneIsDoneWithNudgesToo() {
        rounds.nudge();
        rounds.close();
        rounds.nudge();

        pass(200);

        assertThat(begun).isEmpty();
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepANudgeWaiting() {
        pass(60);
        time.spend(Duration.ofHours(-1));
        rounds.nudge();

        time.pass(Rounds.LEAST_PAUSE);

        assertThat(begun).hasSize(2);
    }

    @Test
    void whateverComesWhenNoTwoAreCloserThanTheLeastPauseAndARoundFollowsTheLastNudge() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            begun.clear();
            pass(200);
            begun.clear();
            long last = 0;
            for (int i = 0; i < 50; i++) {
                pass(random.nextInt(25));
                rounds.nudge();
                last = now();
            }
            pass(200);
            long nudged = last;
            assertThat(begun).as("seed %s", seed).anyMatch(it -> it >= nudged && it <= nudged + 5);
            for (int i = 1; i < begun.size(); i++) {
                assertThat(begun.get(i) - begun.get(i - 1)).as("seed %s", seed).isBetween(5L, 60L);
            }
        }
    }

    private Rounds rounds(Duration pause) {
        return new Rounds(new Surroundings(time, time, new Random(1)), pause, () -> {
            begun.add(now());
            during.run();
        });
    }

    private long now() {
        return Duration.between(begin, time.instant()).toSeconds();
    }

    private void pass(int seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }
}

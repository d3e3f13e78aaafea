/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ButtonMapTest {
    /** As xmodmap 1.0.11 prints it on Xvfb. */
    private static String listing(List<Integer> codes) {
        StringBuilder text = new StringBuilder("There are " + codes.size() + " pointer buttons defined.\n\n"
                + "    Physical        Button\n     Button          Code\n");
        for (int i = 0; i < codes.size(); i++) {
            text.append(String.format("%9d%15d%n", i + 1, codes.get(i)));
        }
        return text + "\n";
    }

    @Test
    void onlyTheWheelChangesAndTwiceIsAsBefore() {
        Random random = new Random(31);
        for (int i = 0; i < 500; i++) {
            int buttons = 5 + random.nextInt(20);
            List<Integer> others = new ArrayList<>(IntStream.rangeClosed(1, buttons)
                    .filter(it -> it != 4 && it != 5)
                    .boxed()
                    .toList());
            Collections.shuffle(others, random);
            List<Integer> codes = new ArrayList<>(others);
            codes.add(3, random.nextBoolean() ? 4 : 5);
            codes.add(4, 9 - codes.get(3));
            ButtonMap map = ButtonMap.parse(listing(codes)).orElseThrow();

            assertThat(map.codes()).isEqualTo(codes);
            assertThat(map.hasWheel()).isTrue();
            assertThat(map.with(true).isNatural()).isTrue();
            assertThat(map.with(true).with(map.isNatural())).isEqualTo(map);
            List<Integer> rest = new ArrayList<>(map.with(true).codes());
            rest.subList(3, 5).clear();
            assertThat(rest).isEqualTo(others);
        }
    }

    @Test
    void aPointerWithoutAWheelHasNone() {
        assertThat(ButtonMap.parse(listing(List.of(1, 2, 3))).orElseThrow().hasWheel())
                .isFalse();
        assertThat(ButtonMap.parse(listing(List.of(1, 2, 3, 6, 7)))
                        .orElseThrow()
                        .hasWheel())
                .isFalse();
        assertThat(ButtonMap.parse("xmodmap:  unable to open display ':78'\n")).isEmpty();
    }

    @Test
    void otherLinesOfTheFileStayAsTheyAre() {
        String text = "! mine\nkeycode 66 = Escape\npointer = 3 2 1\n  Pointer=1 2 3\nclear Lock\n";

        String changed = XmodmapFile.withPointer(text, "pointer = 1 2 3 5 4");

        assertThat(changed).isEqualTo("! mine\nkeycode 66 = Escape\npointer = 1 2 3 5 4\nclear Lock\n");
        assertThat(XmodmapFile.pointer(changed)).isEqualTo(Optional.of("pointer = 1 2 3 5 4"));
        assertThat(XmodmapFile.withPointer("", "pointer = 1")).isEqualTo("pointer = 1\n");
    }
}

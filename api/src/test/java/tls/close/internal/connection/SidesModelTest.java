// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tls.close.internal.connection.SidesModel.Violation;

/** What comes of the transition table where two ends meet: no deadlock, no alert lost or doubled, no truncation untold. */
class SidesModelTest {
    /** A cell of the table: a state and what happens in it. */
    private record Cell(Sides sides, Event event) {}

    @Test
    void whateverTheOrderTwoEndsComeToAnEndThatBothKnow() {
        int states = new SidesModel(Sides::next).explore();
        System.out.println("two ends: " + states + " states");
        assertTrue(states > 1_000, () -> "only " + states);
    }

    /** A model that finds nothing shows nothing: each cell that it uses is put out of order, and it has to notice. */
    @Test
    void eachCellOfTheTableThatDoesNotWorkIsNoticed() {
        Set<Cell> used = new LinkedHashSet<>();
        int unused = new SidesModel((sides, event) -> {
                    if (!sides.next(event).equals(sides)) {
                        used.add(new Cell(sides, event));
                    }
                    return sides.next(event);
                })
                .explore();
        Map<Cell, Integer> unnoticed = new LinkedHashMap<>();
        for (Cell broken : used) {
            SidesModel model =
                    new SidesModel((sides, event) -> broken.equals(new Cell(sides, event)) ? sides : sides.next(event));
            try {
                unnoticed.put(broken, model.explore());
            } catch (Violation e) {
                // As it should be.
            }
        }
        assertTrue(unnoticed.isEmpty(), () -> used.size() + " cells, of which unnoticed: " + unnoticed.keySet());
    }
}

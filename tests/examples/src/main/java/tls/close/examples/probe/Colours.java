// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.Console;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/** Whether there are any: on a terminal, and not against the user's will (no-color.org). */
final class Colours {
    private Colours() {}

    static ColorScheme chosen() {
        return of(System.getenv(), isTerminal(System.console()));
    }

    static ColorScheme of(Map<String, String> environment, boolean terminal) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return Help.defaultColorScheme(terminal && !unwanted ? Ansi.ON : Ansi.OFF);
    }

    static List<IStyle> of(Verdict verdict) {
        return switch (verdict) {
            case OK -> List.of(Style.fg_green);
            case FAILED -> List.of(Style.fg_red, Style.bold);
            case SKIPPED -> List.of(Style.faint);
        };
    }

    /** From JDK 22 on there may be a console that is no terminal; before that, there is no way to ask it. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}

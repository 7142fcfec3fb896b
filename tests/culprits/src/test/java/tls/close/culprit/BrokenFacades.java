// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static tls.close.culprit.Culprit.api;
import static tls.close.culprit.Mutation.in;

import java.util.List;

/** Façades that break their rules. */
final class BrokenFacades {
    private static final String FACADE = "internal.facade.";

    static final List<Culprit> ALL = List.of(
            api(
                    "S1",
                    "takes a cut for the end",
                    in(
                            FACADE + "SocketInput",
                            "} catch (IOException e) {",
                            "} catch (tls.close.TruncationException e) { return -1; } catch (IOException e) {")),
            api(
                    "S2",
                    "says nothing when its output is shut down",
                    in(FACADE + "FacadeSocket", "sayCloseNotify(begun.get());", "")),
            api(
                    "S3",
                    "hears nobody out",
                    in(FACADE + "Ending", "if (unanswered) {", "if (unanswered && limits == null) {")),
            api(
                    "S4",
                    "hands back a socket with the peer's goodbye in it",
                    in(
                            FACADE + "Ending",
                            "connection.bye(CloseRequest.SHUT_RDWR, limits) == Progress.WANT_TASK",
                            "connection.bye(CloseRequest.SHUT_WR, limits) == Progress.WANT_TASK")),
            api(
                    "S5",
                    "leaves a reader where it is",
                    in(
                            FACADE + "FacadeSocket",
                            "below().close(); } } case CALLERS",
                            "below().isClosed(); } } case CALLERS")),
            Culprit.backend(
                    "S6",
                    "skips the host name",
                    Fault.ofEndpoints(asked -> asked.isClient() ? asked.withoutHostNameCheck() : asked)),
            api(
                    "S7",
                    "forgets what an engine was told before it was told its side",
                    in(
                            FACADE + "NascentEngine",
                            "if (told != null) { told.forEach(setting -> setting.accept(engine)); }",
                            "if (told == null) { told.forEach(setting -> setting.accept(engine)); }")));

    private BrokenFacades() {}
}

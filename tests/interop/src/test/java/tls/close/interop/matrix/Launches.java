// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tls.close.interop.RunningProgram;
import tls.close.interop.matrix.Kind.Launch;
import tls.close.interop.matrix.Spoken.Dialogue;
import tls.close.tck.wire.FreePort;

/** The ways in which peers are started. */
final class Launches {
    private Launches() {}

    /** A program of ours that obeys what is typed. */
    static Launch typed(Role role, Compiled compiled) {
        return site -> {
            List<String> command =
                    new ArrayList<>(compiled.command(site.shared().directory()));
            command.addAll(List.of(role.toString(), "@protocol@", "@authority@", "@chain@", "@key@", "@port@"));
            RunningProgram program = site.run(command);
            return new Remote(program, new Typed(program::type, program.transcript()));
        };
    }

    /** A server that speaks an application's protocol. */
    static Launch server(String configuration, Map<String, String> more, Dialogue dialogue, String... command) {
        return site -> {
            RunningProgram program = configured(site, configuration, more, command);
            return new Remote(program, new Spoken(dialogue, program.transcript()));
        };
    }

    /** A server behind which is an end of ours, in plaintext. */
    static Launch tunnelServer(String configuration, String... command) {
        return site -> {
            ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            RunningProgram program =
                    configured(site.withPlain(listener.getLocalPort()), configuration, Map.of(), command);
            return tunnel(program, PlainEnd.start(listener::accept, listener));
        };
    }

    /** A client that connects to us when an end of ours connects to it, in plaintext. */
    static Launch tunnelClient(String configuration, String... command) {
        return site -> {
            int port = FreePort.find();
            RunningProgram program = configured(site.withPlain(port), configuration, Map.of(), command);
            return tunnel(
                    program, PlainEnd.start(() -> Ports.connect(port, program).socket(), () -> {}));
        };
    }

    /** A client that asks for something in HTTP. */
    static Launch client(String ofOurEnd, String... command) {
        return site -> {
            RunningProgram program = site.run(List.of(command));
            return new Remote(program, new Asked(program, ofOurEnd));
        };
    }

    /** A log server: what it has received it puts out. */
    static Launch logServer(String configuration, Map<String, String> more, String... command) {
        return site -> {
            RunningProgram program = configured(site, configuration, more, command);
            return new Remote(program, new Logging(program.transcript()));
        };
    }

    private static Remote tunnel(RunningProgram program, PlainEnd end) {
        return new Remote(program, new Typed(end, end.transcript()), end);
    }

    private static RunningProgram configured(
            Site site, String configuration, Map<String, String> more, String... command) throws IOException {
        String file = site.file(configuration, more).toString();
        return site.run(
                Stream.of(command).map(word -> word.replace("@file@", file)).toList());
    }
}

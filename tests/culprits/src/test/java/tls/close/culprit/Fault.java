// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/** What is broken between the API and a backend that keeps the rules: nothing but what is overridden. */
interface Fault {
    Fault NONE = new Fault() {};

    /** Who was asked for. */
    default TlsEndpoint endpoint(TlsEndpoint asked) {
        return asked;
    }

    /** Whom the backend trusts. */
    default TrustManager[] trust(TrustManager[] given) {
        return given;
    }

    /**
     * The backend's engine.
     *
     * @param good keeps the contract
     */
    default SSLEngine engine(SSLEngine good, TlsEndpoint endpoint, KeyManager[] keys, TrustManager[] trust) {
        return good;
    }

    /** What the backend's record layer over a socket reads and writes. */
    default Transport transport(Transport good) {
        return good;
    }

    /** The backend's record layer over a socket. */
    default RecordLayer layer(RecordLayer good, Socket socket, Transport below) {
        return good;
    }

    /** The number of the peer's fatal alert. */
    default OptionalInt alert(OptionalInt known) {
        return known;
    }

    /** One whose engines are broken. */
    static Fault ofEngines(UnaryOperator<SSLEngine> broken) {
        return new Fault() {
            @Override
            public SSLEngine engine(SSLEngine good, TlsEndpoint endpoint, KeyManager[] keys, TrustManager[] trust) {
                return broken.apply(good);
            }
        };
    }

    /** What a socket's record layer is made into. */
    interface Breaking {
        RecordLayer of(RecordLayer good, Socket socket, Transport below);
    }

    /** One whose record layers over sockets are broken. */
    static Fault ofLayers(Breaking broken) {
        return new Fault() {
            @Override
            public RecordLayer layer(RecordLayer good, Socket socket, Transport below) {
                return broken.of(good, socket, below);
            }
        };
    }

    /** What is made of what a socket's record layer reads. */
    interface Reading {
        Step read(RecordLayer good, Socket socket, ByteBuffer dst) throws IOException;
    }

    /** One whose record layers over sockets read in another way. */
    static Fault ofReads(Reading broken) {
        return ofLayers((good, socket, below) -> new ForwardingLayer(good) {
            @Override
            public Step read(ByteBuffer dst) throws IOException {
                return broken.read(good, socket, dst);
            }
        });
    }

    /** One that does not do what it was asked to. */
    static Fault ofEndpoints(UnaryOperator<TlsEndpoint> misread) {
        return new Fault() {
            @Override
            public TlsEndpoint endpoint(TlsEndpoint asked) {
                return misread.apply(asked);
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

/** The peers that tests can ask for. */
enum PeerKind {
    GNUTLS_SERV(Program.GNUTLS_SERV, true) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return GnutlsServ.start(files, protocol, true);
        }
    },
    GNUTLS_SERV_HTTP(Program.GNUTLS_SERV, true) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return GnutlsServ.start(files, protocol, false);
        }
    },
    GNUTLS_CLI(Program.GNUTLS_CLI, false) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return GnutlsCli.start(files, protocol, port);
        }
    },
    OPENSSL_S_SERVER(Program.OPENSSL, true) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return OpensslServer.start(files, protocol, true);
        }
    },
    /** The one with commands. */
    OPENSSL_S_SERVER_TYPED(Program.OPENSSL, true) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return OpensslServer.start(files, protocol, false);
        }
    },
    OPENSSL_S_CLIENT(Program.OPENSSL, false) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return OpensslClient.start(files, protocol, port);
        }
    },
    PYTHON_SERVER(Program.PYTHON, true) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return PythonPeer.startServer(files, protocol);
        }
    },
    PYTHON_CLIENT(Program.PYTHON, false) {
        @Override
        Peer start(PeerFiles files, Protocol protocol, int port) throws Exception {
            return PythonPeer.startClient(files, protocol, port);
        }
    };

    private final Program program;
    private final boolean server;

    PeerKind(Program program, boolean server) {
        this.program = program;
        this.server = server;
    }

    boolean isServer() {
        return server;
    }

    void requireInstalled() {
        program.require();
    }

    /** @param port for a client, where to connect to; a server finds its own */
    abstract Peer start(PeerFiles files, Protocol protocol, int port) throws Exception;
}

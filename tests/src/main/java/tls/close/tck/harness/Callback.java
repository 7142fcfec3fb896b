// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** Does something once, in the middle of a handshake, where a backend calls back to the application. */
public final class Callback {
    private final AtomicReference<Optional<BackgroundCall.Action>> action = new AtomicReference<>(Optional.empty());
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** What to do; until this is called nothing is done. */
    public void arm(BackgroundCall.Action todo) {
        action.set(Optional.of(todo));
    }

    /** It was called, and nothing went wrong in there. */
    public void assertDone() throws Exception {
        assertTrue(done.isDone(), "there was no callback");
        done.get();
    }

    private void run() {
        action.getAndSet(Optional.empty()).ifPresent(todo -> {
            try {
                todo.run();
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
    }

    /** How long a test waits for it. */
    public void await() throws InterruptedException {
        Deadline deadline = Deadline.orElse(() -> "there was no callback");
        while (!done.isDone()) {
            deadline.pause();
        }
    }

    /** Judges as others do. */
    public TrustManager trust(TrustManager... others) {
        return new TrustFront(others) {
            @Override
            protected void look() {
                run();
            }
        };
    }

    /** Chooses as others do. */
    public KeyManager keys(KeyManager... others) {
        X509ExtendedKeyManager keys = (X509ExtendedKeyManager) others[0];
        return new X509ExtendedKeyManager() {
            @Override
            public String[] getClientAliases(String type, Principal[] issuers) {
                run();
                return keys.getClientAliases(type, issuers);
            }

            @Override
            public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
                run();
                return keys.chooseClientAlias(types, issuers, socket);
            }

            @Override
            public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
                run();
                return keys.chooseEngineClientAlias(types, issuers, engine);
            }

            @Override
            public String[] getServerAliases(String type, Principal[] issuers) {
                run();
                return keys.getServerAliases(type, issuers);
            }

            @Override
            public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
                run();
                return keys.chooseServerAlias(type, issuers, socket);
            }

            @Override
            public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
                run();
                return keys.chooseEngineServerAlias(type, issuers, engine);
            }

            @Override
            public X509Certificate[] getCertificateChain(String alias) {
                return keys.getCertificateChain(alias);
            }

            @Override
            public PrivateKey getPrivateKey(String alias) {
                return keys.getPrivateKey(alias);
            }
        };
    }
}

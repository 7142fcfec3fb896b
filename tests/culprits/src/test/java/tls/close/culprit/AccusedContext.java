// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** What a good context makes, with a fault in it. */
final class AccusedContext extends TlsContext {
    private static final Method LAYER = method("newRecordLayer", Socket.class, Transport.class, TlsEndpoint.class);
    private static final Method ALERT = method("fatalAlert", SSLException.class);
    private static final Method CLOSE_NOTIFY = method("isCloseNotify", SSLException.class);
    private static final Method CAN_SERVE = method("canServe");

    private final TlsContext good;
    private final Fault fault;
    private final KeyManager[] keys;
    private final TrustManager[] trust;

    AccusedContext(TlsContext good, Fault fault, KeyManager[] keys, TrustManager[] trust) {
        this.good = good;
        this.fault = fault;
        this.keys = keys;
        this.trust = trust;
    }

    /** What is for providers alone, one cannot ask another for. */
    private static Method method(String name, Class<?>... parameters) {
        try {
            Method method = TlsContext.class.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        return fault.engine(good.newEngine(fault.endpoint(endpoint)), endpoint, keys, trust);
    }

    @Override
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        Transport below = fault.transport(transport);
        try {
            RecordLayer layer = (RecordLayer) LAYER.invoke(good, socket, below, fault.endpoint(endpoint));
            return fault.layer(layer, socket, below);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException own) {
                throw own;
            }
            throw unchecked(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return fault.alert((OptionalInt) ask(ALERT, thrown));
    }

    @Override
    protected boolean isCloseNotify(SSLException thrown) {
        return (boolean) ask(CLOSE_NOTIFY, thrown);
    }

    @Override
    protected boolean canServe() {
        return (boolean) ask(CAN_SERVE);
    }

    private Object ask(Method method, Object... arguments) {
        try {
            return method.invoke(good, arguments);
        } catch (InvocationTargetException e) {
            throw unchecked(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException unchecked(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e.getCause());
    }

    @Override
    public String toString() {
        return Accused.NAME + ", which is " + good;
    }
}

// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

/** Threads of our own (rule 7.7): daemons that inherit nothing from the application's thread that happens to come by. */
public final class OwnThread {
    private OwnThread() {}

    public static void start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}

// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

/**
 * An alert as it was sent or received: two numbers, whether they make sense or not.
 *
 * @param level 1 for a warning, 2 for a fatal alert
 * @param description what happened, see {@link AlertDescription}
 */
public record Alert(int level, int description) {
    /** The orderly end of one direction. */
    public static final Alert CLOSE_NOTIFY = warning(AlertDescription.CLOSE_NOTIFY);

    /** "Canceling the handshake for some reason unrelated to a protocol failure". */
    public static final Alert USER_CANCELED = warning(AlertDescription.USER_CANCELED);

    private static final int WARNING = 1;
    private static final int FATAL = 2;

    /**
     * An alert that lets the connection live.
     *
     * @param description what happened
     * @return the alert, at level warning
     */
    public static Alert warning(AlertDescription description) {
        return new Alert(WARNING, description.code());
    }

    /**
     * An alert that ends the connection.
     *
     * @param description what happened
     * @return the alert, at level fatal
     */
    public static Alert fatal(AlertDescription description) {
        return new Alert(FATAL, description.code());
    }

    byte[] bytes() {
        return new byte[] {(byte) level, (byte) description};
    }

    boolean isCloseNotify() {
        return description == AlertDescription.CLOSE_NOTIFY.code();
    }

    @Override
    public String toString() {
        String levelName = switch (level) {
            case WARNING -> "warning";
            case FATAL -> "fatal";
            default -> "level " + level;
        };
        return levelName + " "
                + AlertDescription.of(description).map(Object::toString).orElse("description " + description);
    }
}

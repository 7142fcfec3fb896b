package tls.close.examples;

import java.util.Arrays;
import java.util.ServiceLoader;
import tls.close.spi.TlsProvider;

/** Placeholder: prints where it runs and what it was given. */
public final class Probe {
    private Probe() {}

    /**
     * Prints its module, the providers and the arguments.
     *
     * @param args printed; the exit status is 3 when the first is {@code fail}
     */
    public static void main(String[] args) {
        System.out.println(Probe.class.getModule() + " on " + Runtime.version());
        ServiceLoader.load(TlsProvider.class)
                .forEach(
                        p -> System.out.println(p.name() + " in " + p.getClass().getModule()));
        System.out.println(args.length + " " + Arrays.toString(args));
        if (args.length > 0 && args[0].equals("fail")) {
            System.exit(3);
        }
    }
}

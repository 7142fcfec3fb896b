// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tls.close.spi.TlsProvider;

/**
 * One look at what is installed.
 *
 * @param installed by name, in the order of their names
 * @param broken what could not be loaded, and why
 */
record Discovery(List<TlsProvider> installed, List<String> broken) {
    /** A loader that fails for ever must not keep us here. */
    private static final int MOST_BROKEN = 100;

    /**
     * Looks with the context class loader, which knows the application, and with our own, which knows the libraries
     * beside us.
     *
     * @return what was found
     */
    static Discovery look() {
        Map<Class<?>, TlsProvider> found = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        for (ServiceLoader<TlsProvider> loader : List.of(
                ServiceLoader.load(TlsProvider.class),
                ServiceLoader.load(TlsProvider.class, TlsProvider.class.getClassLoader()))) {
            var providers = loader.stream().iterator();
            boolean more = true;
            while (more && broken.size() < MOST_BROKEN) {
                more = next(providers, found, broken);
            }
        }
        List<TlsProvider> byName = found.values().stream()
                .sorted(Comparator.comparing(TlsProvider::name))
                .toList();
        return new Discovery(byName, broken.stream().distinct().toList());
    }

    /**
     * Finds a provider that can be used.
     *
     * @param name its short name
     * @return empty if there is none
     */
    Optional<TlsProvider> find(String name) {
        Objects.requireNonNull(name, "name");
        return named(name).filter(TlsProvider::isAvailable).findFirst();
    }

    /**
     * Finds a provider that can be used, or explains why there is none.
     *
     * @param name its short name
     * @return the provider
     * @throws IllegalArgumentException if there is none, or more than one
     */
    TlsProvider get(String name) {
        Objects.requireNonNull(name, "name");
        List<TlsProvider> usable = named(name).filter(TlsProvider::isAvailable).toList();
        if (usable.size() == 1) {
            return usable.get(0);
        }
        if (usable.size() > 1) {
            throw new IllegalArgumentException("more than one TLS backend is named '" + name + "': "
                    + usable.stream().map(p -> p.getClass().getName()).collect(Collectors.joining(", "))
                    + "; remove all but one from the module path or class path");
        }
        throw new IllegalArgumentException(explain(name));
    }

    /** Fails here, where it is caught, if a provider cannot even say its name. */
    private static TlsProvider named(TlsProvider provider) {
        Objects.requireNonNull(provider.name(), () -> provider.getClass() + " has no name");
        return provider;
    }

    private Stream<TlsProvider> named(String name) {
        return installed.stream().filter(provider -> provider.name().equals(name));
    }

    private String explain(String name) {
        String there = installed.isEmpty()
                ? "none is installed: put a provider such as tls-close-jsse on the module path or class path"
                : "installed are "
                        + installed.stream()
                                .map(provider -> provider.name()
                                        + provider.whyUnavailable()
                                                .map(why -> " (cannot be used: " + why + ")")
                                                .orElse(""))
                                .collect(Collectors.joining(", "));
        return "no usable TLS backend is named '" + name + "'" + meant(name) + "; " + there
                + (broken.isEmpty() ? "" : "; could not be loaded: " + String.join("; ", broken));
    }

    /** Names have lower-case letters only, and what is typed has not. */
    private String meant(String name) {
        return installed.stream()
                .map(TlsProvider::name)
                .filter(known -> !known.equals(name) && known.equalsIgnoreCase(name.strip()))
                .map(known -> ", but one is named '" + known + "'")
                .findFirst()
                .orElse("");
    }

    /**
     * Takes the next provider, if there is one. A broken one must not hide the others (rule 11.2), whatever it throws
     * short of ending the process.
     */
    private static boolean next(
            Iterator<ServiceLoader.Provider<TlsProvider>> providers,
            Map<Class<?>, TlsProvider> found,
            List<String> broken) {
        try {
            if (!providers.hasNext()) {
                return false;
            }
            TlsProvider provider = named(providers.next().get());
            found.putIfAbsent(provider.getClass(), provider);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            broken.add(String.valueOf(e.getMessage()) + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
        }
        return true;
    }
}

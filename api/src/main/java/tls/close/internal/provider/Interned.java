// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One value for each constant of an enum: states that consist of enums exist once, so that an idle engine holds none of
 * its own and a transition makes none.
 *
 * @param <K> the enum
 * @param <V> the values
 */
public final class Interned<K extends Enum<K>, V> {
    private final Map<K, V> values;

    private Interned(Map<K, V> values) {
        this.values = values;
    }

    /**
     * Makes them all.
     *
     * @param <K> the enum
     * @param <V> the values
     * @param keys the enum
     * @param make makes a value
     * @return all values
     */
    public static <K extends Enum<K>, V> Interned<K, V> of(Class<K> keys, Function<? super K, ? extends V> make) {
        Map<K, V> values = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            values.put(key, make.apply(key));
        }
        return new Interned<>(values);
    }

    /**
     * The value for a constant.
     *
     * @param key the constant
     * @return always the same
     */
    public V at(K key) {
        return Objects.requireNonNull(values.get(key));
    }
}

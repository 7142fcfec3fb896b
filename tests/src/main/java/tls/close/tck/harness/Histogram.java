// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many objects of each class can be reached, and how much of the heap they take; without arrays of {@code int}. */
public record Histogram(Map<String, Count> classes) {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /** Bytes that come and go with the rest of the JVM. */
    private static final int SETTLED = 1 << 10;

    private static final int MOST_LOOKS = 20;

    private static final String STRING = "java.lang.String";

    /** Each string has one of these. */
    private static final String BYTES = "[B";

    /** With these the serial collector fills gaps. */
    private static final String FILLER = "[I";

    private static final Count NONE = new Count(0, 0);

    /** The objects of one class. */
    public record Count(long objects, long bytes) {
        Count plus(Count other) {
            return new Count(objects + other.objects, bytes + other.bytes);
        }

        Count minus(Count other) {
            return new Count(objects - other.objects, bytes - other.bytes);
        }
    }

    /** As soon as it no longer changes: what has a finalizer or a cleaner goes in more than one step. */
    public static Histogram settled() throws ReflectiveOperationException {
        long before = Long.MIN_VALUE;
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Histogram now = now();
            if (Math.abs(now.bytes() - before) < SETTLED) {
                return now;
            }
            before = now.bytes();
            System.runFinalization();
        }
        throw new AssertionError("the heap does not come to rest");
    }

    /** By reflection: the kit's module does not read the JDK's management. */
    private static Histogram now() throws ReflectiveOperationException {
        Object server = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getPlatformMBeanServer")
                .invoke(null);
        Class<?> name = Class.forName("javax.management.ObjectName");
        Object diagnosis = name.getConstructor(String.class).newInstance("com.sun.management:type=DiagnosticCommand");
        Method invoke = Class.forName("javax.management.MBeanServer")
                .getMethod("invoke", name, String.class, Object[].class, String[].class);
        Object[] live = {new String[0]};
        return of((String)
                invoke.invoke(server, diagnosis, "gcClassHistogram", live, new String[] {String[].class.getName()}));
    }

    private static Histogram of(String text) {
        Map<String, Count> classes = new TreeMap<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            Count count = new Count(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
            classes.merge(line.group(3), count, Count::plus); // The same name from two loaders.
        });
        classes.remove(FILLER);
        return new Histogram(classes);
    }

    public Histogram minus(Histogram other) {
        Map<String, Count> difference = new TreeMap<>(classes);
        other.classes.forEach((name, count) -> difference.merge(name, NONE.minus(count), Count::plus));
        return new Histogram(difference);
    }

    /** Without the classes whose names begin so. */
    public Histogram without(String prefix) {
        Map<String, Count> others = new TreeMap<>(classes);
        others.keySet().removeIf(name -> name.startsWith(prefix));
        return new Histogram(others);
    }

    /**
     * What each of many has, if they are all alike: what there is less of than half an object for each is not theirs. So
     * an array that is longer in each of them, where none is more, is not seen. Nor are strings: the JIT compiler makes all
     * that are constants in a method, and compiles when it likes.
     */
    public Histogram each(int many) {
        long strings = classes.getOrDefault(STRING, NONE).objects;
        Map<String, Count> each = new TreeMap<>();
        classes.forEach((name, all) -> {
            long objects = Math.round((double) (all.objects - (name.equals(BYTES) ? strings : 0)) / many);
            if (objects != 0 && !name.equals(STRING)) {
                boolean isArray = name.startsWith("[");
                each.put(name, new Count(objects, isArray ? all.bytes / many : objects * (all.bytes / all.objects)));
            }
        });
        return new Histogram(each);
    }

    public long bytes() {
        return classes.values().stream().mapToLong(Count::bytes).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes() + " bytes:");
        classes.forEach((name, count) -> text.append("\n  ")
                .append(count.bytes)
                .append(" in ")
                .append(count.objects)
                .append(" ")
                .append(name));
        return text.toString();
    }
}

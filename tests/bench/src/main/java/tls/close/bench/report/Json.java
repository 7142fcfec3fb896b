// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.util.Optional;

/** Findings as one JSON document (RFC 8259), which has no word for a figure that is none: it is null. */
public final class Json {
    private static final JsonSerializer<Optional<?>> OR_NULL =
            (value, type, context) -> value.map(context::serialize).orElse(JsonNull.INSTANCE);
    private static final JsonSerializer<Double> FINITE =
            (value, type, context) -> Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .registerTypeHierarchyAdapter(Optional.class, OR_NULL)
            .registerTypeAdapter(Double.class, FINITE)
            .registerTypeAdapter(double.class, FINITE)
            .create();

    private Json() {}

    /**
     * Everything, for programs.
     *
     * @param findings what to say
     * @return a document
     */
    public static String of(Findings findings) {
        return GSON.toJson(findings);
    }
}

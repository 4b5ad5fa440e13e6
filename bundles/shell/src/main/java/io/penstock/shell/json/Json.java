// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.lang.reflect.Type;

/// Turns records into JSON and back, strictly: no types named by the input, nothing missing, nothing unknown.
public final class Json {
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 64 << 20;
    private static final int LONGEST_NUMBER = 40;

    private static final ObjectMapper MAPPER = mapper();

    private Json() {}

    /// One document without line breaks.
    public static String line(Object value) {
        return written(MAPPER, value);
    }

    /// One document for people and programs, indented.
    public static String page(Object value) {
        return written(PRETTY, value);
    }

    /// A value as a tree.
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /// The tree of a document.
    ///
    /// @throws BadJson when it is none
    public static JsonNode read(String text) throws BadJson {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadJson(oneLine(e));
        }
    }

    /// A tree as a value of a type whose parts are records, lists, maps, enums, texts and numbers.
    ///
    /// @throws BadJson when it does not fit
    public static Object value(JsonNode tree, Type type) throws BadJson {
        try {
            if (holdsNull(tree)) {
                throw new BadJson("null is no value");
            }
            JavaType wanted = MAPPER.constructType(type);
            return MAPPER.treeToValue(tree, wanted);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadJson(oneLine(e));
        }
    }

    private static boolean holdsNull(JsonNode tree) {
        if (tree.isNull() || tree.isMissingNode()) {
            return true;
        }
        for (JsonNode child : tree) {
            if (holdsNull(child)) {
                return true;
            }
        }
        return false;
    }

    private static String oneLine(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String text = message == null ? e.getClass().getSimpleName() : message;
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private static String written(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON can be made of a " + value.getClass().getSimpleName(), e);
        }
    }

    private static ObjectMapper mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_TEXT)
                .maxNumberLength(LONGEST_NUMBER)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.USE_ANNOTATIONS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .build();
    }

    private static final ObjectMapper PRETTY = MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT);

    /// Text that is not the JSON that was asked for; the message says in one line what is wrong.
    public static final class BadJson extends Exception {
        private static final long serialVersionUID = 1L;

        private final String why;

        public BadJson(String message) {
            super(message);
            why = message;
        }

        /// What is wrong, in one line.
        public String why() {
            return why;
        }
    }
}

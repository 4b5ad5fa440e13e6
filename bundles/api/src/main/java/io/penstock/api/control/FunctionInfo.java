// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.Syntax;
import java.util.List;

/// A function that is installed: what a chain's author and an editor have to know of it.
///
/// @param type the word behind `type:` in a chain
/// @param name for people
/// @param description one or two sentences; may be empty
/// @param bundle the bundle's symbolic name
/// @param version the bundle's version
/// @param outputs the property whose keys name the outputs; empty where there is one, called `out`
/// @param properties what can be set, in order
/// @param tags words by which a person may look for it
public record FunctionInfo(
        String type,
        String name,
        String description,
        String bundle,
        String version,
        String outputs,
        List<Property> properties,
        List<String> tags) {
    public FunctionInfo {
        properties = List.copyOf(properties);
        tags = List.copyOf(tags);
    }

    /// Without tags.
    public FunctionInfo(
            String type,
            String name,
            String description,
            String bundle,
            String version,
            String outputs,
            List<Property> properties) {
        this(type, name, description, bundle, version, outputs, properties, List.of());
    }

    /// One property of a function, from its Metatype.
    ///
    /// @param id the key in the chain
    /// @param name for people
    /// @param description one sentence; may be empty
    /// @param kind of each value
    /// @param many whether it is a list
    /// @param required whether it must be set
    /// @param defaults the values where it is not set
    /// @param min the least number, empty for none
    /// @param max the greatest number, empty for none
    /// @param options the values allowed; empty for any
    /// @param syntax how a text is written
    /// @param words those that may stand before the match of a rule
    public record Property(
            String id,
            String name,
            String description,
            Kind kind,
            boolean many,
            boolean required,
            List<String> defaults,
            String min,
            String max,
            List<String> options,
            Syntax.Kind syntax,
            List<String> words) {
        public Property {
            defaults = List.copyOf(defaults);
            options = List.copyOf(options);
            words = List.copyOf(words);
        }

        /// A property of any text.
        public Property(
                String id,
                String name,
                String description,
                Kind kind,
                boolean many,
                boolean required,
                List<String> defaults,
                String min,
                String max,
                List<String> options) {
            this(
                    id,
                    name,
                    description,
                    kind,
                    many,
                    required,
                    defaults,
                    min,
                    max,
                    options,
                    Syntax.Kind.PLAIN,
                    List.of());
        }
    }

    /// What a property's value is.
    public enum Kind {
        TEXT,
        WHOLE_NUMBER,
        NUMBER,
        BOOLEAN,
        PASSWORD
    }
}

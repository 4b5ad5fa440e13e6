// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// What a person sets of a word filter.
@ObjectClassDefinition(
        name = "Word filter",
        description = "Finds, changes or stops words in byte streams and datagrams")
public @interface Config {
    @AttributeDefinition(description = "Words to look for, octet by octet")
    String[] words();

    @AttributeDefinition(
            description = "What is done where a word is found",
            options = {
                @Option(label = "alert", value = "alert"),
                @Option(label = "mask", value = "mask"),
                @Option(label = "remove", value = "remove"),
                @Option(label = "replace", value = "replace"),
                @Option(label = "page", value = "page"),
                @Option(label = "close", value = "close")
            })
    String action() default "mask";

    @AttributeDefinition(
            description = "With mask: what stands in a word's place, shorter or longer as it may be",
            required = false)
    String mask() default "***";

    @AttributeDefinition(
            description = "With replace: what stands in the place of each word, as many texts as words, or one for all",
            required = false)
    String[] with() default {};

    @AttributeDefinition(
            description = "With page: what the client is shown, as HTML where it asked by HTTP",
            required = false)
    String page() default "<!doctype html><title>Blocked</title><p>What was asked for is not allowed here.\n";
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says how the text of a property is written, so that an editor can check it and complete what is typed. Stands at a
/// method of a function's configuration.
///
/// ```java
/// @Syntax(value = Syntax.Kind.RULE, words = {"allow", "deny", "from server", "from any"})
/// String[] rules() default {};
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Syntax {
    /// How the text is written; of a list, each item.
    Kind value();

    /// The words that stand before the match in a rule, several of them with spaces between. A rule begins with one
    /// of them, where there are any.
    String[] words() default {};

    /// Ways to write a text.
    enum Kind {
        /// Any text.
        PLAIN,
        /// A match in pcap-filter syntax.
        MATCH,
        /// Words of the function, then a match.
        RULE,
        /// The name of a file, relative to the chain's folder.
        FILE,
        /// An IPv4 or IPv6 address.
        ADDRESS,
        /// An address, or one with the length of its prefix.
        CIDR,
        /// A port or two with `-` between them.
        PORTS
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.dns;

import io.penstock.api.Address;
import io.penstock.api.Bytes;
import io.penstock.api.stream.Message;
import java.util.List;

/// A DNS message with its question (RFC 1035 section 4).
public interface DnsMessage extends Message {
    /// Type of the question for an IPv4 address.
    int A = 1;

    /// Type of the question for an IPv6 address (RFC 3596).
    int AAAA = 28;

    /// Whether it asks; else it answers.
    boolean isQuery();

    /// The name in question, in small letters and without the dot at its end. What is no letter, digit, hyphen or
    /// underline stands as `\` and three digits.
    String name();

    /// The type of the question.
    int type();

    /// The answer that there is no such name (NXDOMAIN).
    Bytes noSuchName();

    /// An answer with the addresses of those given that fit the question's type; without any where none does.
    ///
    /// @param seconds for how long it holds
    Bytes addresses(List<Address> known, int seconds);
}

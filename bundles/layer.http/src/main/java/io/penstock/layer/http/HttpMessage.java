// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.stream.Message;
import java.util.List;
import java.util.OptionalLong;

/// The head of an HTTP message (RFC 9110 section 6), a request or a final response. Its fields can be changed but for
/// those that say how the message is framed, which are the layer's.
public interface HttpMessage extends Message {
    boolean isRequest();

    /// The method of a request, or of the one that a response answers.
    String method();

    /// What a request asks for, as it stands in its first line; empty for a response.
    String target();

    /// The status of a response; 0 for a request.
    int status();

    /// The values of all fields of a name, in their order, without blanks around them. Changes are not seen.
    ///
    /// @param name upper and lower case are the same
    List<String> values(String name);

    /// How many octets its content has, where it says so.
    OptionalLong length();

    /// Adds a field behind all others.
    ///
    /// @throws IllegalArgumentException where [#refusal] says why not
    void add(String name, String value);

    /// Puts one field in the place of all of its name.
    ///
    /// @throws IllegalArgumentException where [#refusal] says why not
    void set(String name, String value);

    /// Takes all fields of a name away.
    ///
    /// @throws IllegalArgumentException where [#refusal] says why not
    void remove(String name);

    /// Whether content could be zipped on its way: whoever asked takes gzip (RFC 9110 section 12.5.3), nobody has
    /// coded it or forbidden to transform it, it is whole, and its new framing can be told. Also for responses that
    /// have no content but stand for one: to HEAD, and 304.
    boolean mayZip();

    /// Zips content that [#mayZip]. What follows from that for other fields, but for Vary, is done too.
    void zip();

    /// Why a field cannot be changed so; empty where it can.
    ///
    /// @param value empty where it is to be removed
    static String refusal(String name, String value) {
        return Fields.refusal(name, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
/// The control interface over a Unix socket: a server that lends a `Control`, and a client that is one.
///
/// Each line is one JSON document. A request is `{"id":1,"method":"show","args":["office-edge"]}`, where `method` is
/// a method of `io.penstock.api.control.Control` or `end`; the answer is `{"id":1,"result":...}` or
/// `{"id":1,"refused":[...]}` with the problems. A request that cannot be read is answered with id 0.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.shell.remote;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

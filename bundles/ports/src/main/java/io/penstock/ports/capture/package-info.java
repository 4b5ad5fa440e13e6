// SPDX-License-Identifier: Apache-2.0
/// Reads and writes capture files as streams, with bounded memory and nothing allocated per frame.
///
/// [io.penstock.ports.capture.CaptureReader] reads pcap and pcapng, gzipped or not;
/// [io.penstock.ports.capture.CaptureWriter] writes pcapng. What was read and written unchanged is the same in
/// bytes, lengths, stamps and link type:
///
/// ```java
/// try (CaptureReader in = CaptureReader.open(Path.of("lan.pcap"));
///         CaptureWriter out = CaptureWriter.create(Path.of("copy.pcapng"))) {
///     while (in.next()) {
///         out.write(in.frame());
///     }
/// }
/// ```
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.ports.capture;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

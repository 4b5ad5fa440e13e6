// SPDX-License-Identifier: Apache-2.0
/// TCP in the middle of a connection: bytes put in order, shown, changed and sent on, with the numbers of both
/// ends mapped. Free of input and output: segments and the time go in, segments come out.
@NullMarked
package io.penstock.layer.tcp.stream;

import org.jspecify.annotations.NullMarked;

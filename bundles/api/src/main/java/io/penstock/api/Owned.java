// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// An address that a function answers for at one side of the chain, as a NAT does for the one that it
/// shows servers.
///
/// @param side where the address is visible
/// @param address the address
public record Owned(Side side, Address address) {}

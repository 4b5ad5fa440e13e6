// SPDX-License-Identifier: Apache-2.0
/// The window on a display of its own, used as a person uses it.
package io.penstock.tests.editor;

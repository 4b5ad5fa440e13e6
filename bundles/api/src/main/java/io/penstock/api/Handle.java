// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the getter of a scratchpad field that refers to an object on the heap. The record holds a handle, the
/// object lives in a pool of the worker until the session ends. The value of a field that was never set is the
/// method's own default, so such a getter is a `default` method that returns what stands for nothing.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Handle {}

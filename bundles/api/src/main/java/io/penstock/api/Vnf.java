// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/// Marks a component as a function and writes the capability `io.penstock.function` into its bundle's
/// manifest, so that a repository, the resolver and the editor know it without starting it.
///
/// The component is a factory (`configurationPolicy = REQUIRE`); its properties come from Metatype.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Capability(namespace = Vnf.NAMESPACE, attribute = "component=${@class}")
public @interface Vnf {
    /// The capability's namespace.
    String NAMESPACE = "io.penstock.function";

    /// The word behind `type:` in a chain: `[a-z][a-z0-9-]*`.
    @Attribute("type")
    String type();

    /// The name for people.
    @Attribute("name")
    String name();

    /// What the function reads beyond headers: types of layers that carry
    /// [io.penstock.api.layer.LayerView]. Their import makes the framework bring the layers.
    @Attribute("over")
    Class<?>[] over() default {};

    /// What it may change.
    @Attribute("edits")
    Edit edits() default Edit.NONE;

    /// Header fields that it may set, as `header.field`, such as `ip.src`.
    @Attribute("writes")
    String[] writes() default {};

    /// Ends of sessions to which it may give another address or port, see [Opening#translate]. Nodes
    /// behind it on a path match what it made of them.
    @Attribute("translates")
    End[] translates() default {};

    /// Words by which a person may look for it.
    @Attribute("tags")
    String[] tags() default {};

    /// The property whose keys name the outputs; empty where there is a single one.
    @Attribute("outputs")
    String outputs() default "";
}

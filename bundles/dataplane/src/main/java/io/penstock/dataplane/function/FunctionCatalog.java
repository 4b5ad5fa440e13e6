// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.function;

import io.penstock.api.BadProperty;
import io.penstock.api.NetworkFunction;
import io.penstock.api.control.FunctionInfo;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/// The functions that can be used, and how to get a configured one.
public interface FunctionCatalog {
    /// What is installed, each type and version once.
    List<FunctionInfo> functions();

    /// Configures a function.
    ///
    /// @param info one of [#functions()]
    /// @param properties values by id: text, numbers, booleans and arrays of text
    /// @throws BadProperty when the function does not accept a property
    /// @throws IllegalStateException when it cannot be made for another reason, in one line
    Instance configure(FunctionInfo info, Map<String, Object> properties) throws BadProperty;

    /// Whether a configured function is of that very bundle.
    default boolean isSame(FunctionInfo info, Instance instance) {
        return true;
    }

    /// This catalog with the functions of some bundles only.
    ///
    /// @param usable tells by a bundle's id whether its functions may be chosen
    default FunctionCatalog only(LongPredicate usable) {
        return this;
    }

    /// A configured function, until it is closed.
    interface Instance extends AutoCloseable {
        NetworkFunction<?> function();

        /// The id of its bundle; -1 where it has none.
        default long bundle() {
            return -1;
        }

        @Override
        void close();
    }
}

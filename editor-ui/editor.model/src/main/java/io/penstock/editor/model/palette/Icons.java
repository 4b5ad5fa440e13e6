// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.palette;

import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.editor.model.scene.Icon;

/// The sign of a function follows from the shape of what can be set, so that a new function needs no change here.
public final class Icons {
    private Icons() {}

    public static Icon of(FunctionInfo info) {
        if (!info.outputs().isEmpty()) {
            return Icon.SPLIT;
        }
        if (info.properties().isEmpty()) {
            return Icon.PULSE;
        }
        if (info.properties().stream().anyMatch(FunctionInfo.Property::many)) {
            return Icon.RULES;
        }
        boolean text = info.properties().stream()
                .anyMatch(property ->
                        property.kind() == Kind.TEXT && property.options().isEmpty());
        return text ? Icon.TAG : Icon.SLIDERS;
    }
}

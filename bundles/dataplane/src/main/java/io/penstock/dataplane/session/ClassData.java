// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;

/// Objects that generated code refers to as constants, so that the compiler looks through them.
public final class ClassData {
    private final List<Object> objects = new ArrayList<>();

    /// Has the code load an object as a constant of this type.
    public void load(CodeBuilder code, Class<?> type, Object object) {
        int index = index(object);
        ClassDesc desc = type.describeConstable().orElseThrow();
        code.loadConstant(
                DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, desc, index));
    }

    // Equal objects are not the same constant.
    @SuppressWarnings("ReferenceEquality")
    private int index(Object object) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i) == object) {
                return i;
            }
        }
        objects.add(object);
        return objects.size() - 1;
    }

    /// All objects, as the class data of the generated class.
    public List<Object> objects() {
        return List.copyOf(objects);
    }
}

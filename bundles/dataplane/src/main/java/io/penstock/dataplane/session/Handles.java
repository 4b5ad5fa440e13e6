// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Objects on the heap that records refer to by number; 0 stands for none.
public final class Handles {
    private @Nullable Object[] objects = new Object[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used = 1;

    /// Keeps an object.
    ///
    /// @return its number
    public int add(Object object) {
        int number = freeCount > 0 ? free[--freeCount] : used++;
        if (number == objects.length) {
            objects = Arrays.copyOf(objects, objects.length * 2);
        }
        objects[number] = object;
        return number;
    }

    /// The object with this number.
    public @Nullable Object get(int number) {
        return objects[number];
    }

    /// Puts another object in the place of one.
    public void replace(int number, Object object) {
        objects[number] = object;
    }

    /// Lets an object go; its number is used again.
    public void release(int number) {
        if (number == 0) {
            return;
        }
        objects[number] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = number;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import io.penstock.resolver.FieldSpec;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;

/// Generates the class that implements a function's scratchpad interface over a record's memory: one call for each
/// access.
public final class Scratchpads {
    private static final ClassDesc BASE = ClassDesc.of(Scratchpad.class.getName());
    private static final ClassDesc CURSOR = ClassDesc.of(Cursor.class.getName());
    private static final ClassDesc MEMORY = desc(MemorySegment.class);

    private final Class<?> contract;
    private final Access access;

    private Scratchpads(Class<?> contract, Access access) {
        this.contract = contract;
        this.access = access;
    }

    /// How generated code gets at a field: what is on the stack first, then the call.
    private interface Access {
        void begin(CodeBuilder code, int index);

        void call(CodeBuilder code, String accessor, ClassDesc result, ClassDesc... arguments);
    }

    /// Over whatever record the pad looks at.
    private static final class Looking implements Access {
        @Override
        public void begin(CodeBuilder code, int index) {
            code.aload(0).loadConstant(index);
        }

        @Override
        public void call(CodeBuilder code, String accessor, ClassDesc result, ClassDesc... arguments) {
            code.invokevirtual(
                    BASE, accessor, MethodTypeDesc.of(result, arguments).insertParameterTypes(0, CD_int));
        }
    }

    /// Over the record that a cursor is at, in memory that never changes, at constant distances.
    private static final class Fixed implements Access {
        private final ClassData data = new ClassData();
        private final MemorySegment memory;
        private final Cursor cursor;
        private final int[] offsets;

        Fixed(MemorySegment memory, Cursor cursor, int[] offsets) {
            this.memory = memory;
            this.cursor = cursor;
            this.offsets = offsets;
        }

        @Override
        public void begin(CodeBuilder code, int index) {
            data.load(code, MemorySegment.class, memory);
            data.load(code, Cursor.class, cursor);
            code.loadConstant(offsets[index]);
        }

        @Override
        public void call(CodeBuilder code, String accessor, ClassDesc result, ClassDesc... arguments) {
            code.invokestatic(
                    CURSOR,
                    accessor,
                    MethodTypeDesc.of(result, arguments).insertParameterTypes(0, MEMORY, CURSOR, CD_int));
        }
    }

    /// Makes a scratchpad.
    ///
    /// @param contract the function's interface
    /// @param fields its fields, in the order in which offsets are given to [Scratchpad#look]
    public static Scratchpad make(Class<?> contract, List<FieldSpec> fields) {
        byte[] code = new Scratchpads(contract, new Looking()).generate(fields, BASE);
        Class<?> made = new Loader(contract.getClassLoader()).define(code);
        try {
            return (Scratchpad) made.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the scratchpad " + contract.getName(), e);
        }
    }

    /// Makes a pad for one node of one path, for compiled code.
    ///
    /// @param memory that of all records
    /// @param cursor says at which record the pad is
    /// @param offsets where each field stands in a record's scratch part
    public static Object fixed(
            Class<?> contract, List<FieldSpec> fields, MemorySegment memory, Cursor cursor, int[] offsets) {
        Fixed access = new Fixed(memory, cursor, offsets);
        byte[] code = new Scratchpads(contract, access).generate(fields, CD_Object);
        try {
            Class<?> anchor = new Loader(contract.getClassLoader()).define(anchor());
            MethodHandles.Lookup inside = (MethodHandles.Lookup)
                    Objects.requireNonNull(anchor.getMethod("lookup").invoke(null));
            return inside.defineHiddenClassWithClassData(code, access.data.objects(), false)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the scratchpad " + contract.getName(), e);
        }
    }

    /// A class that lends its own rights: only such a lookup may define hidden classes in a foreign loader.
    private static byte[] anchor() {
        ClassDesc lookup = desc(MethodHandles.Lookup.class);
        return ClassFile.of().build(ClassDesc.of("io.penstock.generated.Anchor"), clazz -> {
            clazz.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
            clazz.withMethodBody(
                    "lookup",
                    MethodTypeDesc.of(lookup),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> code.invokestatic(desc(MethodHandles.class), "lookup", MethodTypeDesc.of(lookup))
                            .areturn());
        });
    }

    private byte[] generate(List<FieldSpec> fields, ClassDesc base) {
        ClassDesc type = ClassDesc.of("io.penstock.generated." + contract.getSimpleName() + "Fields");
        return ClassFile.of().build(type, clazz -> {
            clazz.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
            clazz.withSuperclass(base);
            clazz.withInterfaceSymbols(desc(contract));
            clazz.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(CD_void),
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(base, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void))
                            .return_());
            for (int i = 0; i < fields.size(); i++) {
                field(clazz, fields.get(i), i);
            }
        });
    }

    private void field(ClassBuilder clazz, FieldSpec field, int index) {
        switch (field.kind()) {
            case PRIMITIVE -> primitive(clazz, field, index);
            case ENUM -> enumeration(clazz, field, index);
            case OCTETS -> octets(clazz, field, index);
            case HANDLE -> handle(clazz, field, index);
        }
    }

    private static void getter(ClassBuilder clazz, FieldSpec field, java.util.function.Consumer<CodeBuilder> body) {
        clazz.withMethodBody(field.name(), MethodTypeDesc.of(desc(field.type())), ClassFile.ACC_PUBLIC, body);
    }

    private static void setter(ClassBuilder clazz, FieldSpec field, java.util.function.Consumer<CodeBuilder> body) {
        MethodTypeDesc takes = MethodTypeDesc.of(CD_void, desc(field.type()));
        clazz.withMethodBody(field.name(), takes, ClassFile.ACC_PUBLIC, body);
    }

    private void primitive(ClassBuilder clazz, FieldSpec field, int index) {
        Class<?> type = field.type();
        String accessor = "i" + 8 * field.bytes();
        ClassDesc stored = switch (field.bytes()) {
            case 1 -> CD_byte;
            case 2 -> CD_short;
            case 4 -> CD_int;
            default -> CD_long;
        };
        getter(clazz, field, code -> {
            access.begin(code, index);
            access.call(code, accessor, stored);
            fromStored(code, type);
            code.return_(TypeKind.from(type));
        });
        setter(clazz, field, code -> {
            access.begin(code, index);
            code.loadLocal(TypeKind.from(type), 1);
            toStored(code, type);
            access.call(code, accessor, CD_void, stored);
            code.return_();
        });
    }

    private static void fromStored(CodeBuilder code, Class<?> type) {
        if (type == char.class) {
            code.i2c();
        } else if (type == float.class) {
            code.invokestatic(ConstantDescs.CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        } else if (type == double.class) {
            code.invokestatic(ConstantDescs.CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
        }
    }

    private static void toStored(CodeBuilder code, Class<?> type) {
        if (type == char.class) {
            code.i2s();
        } else if (type == float.class) {
            code.invokestatic(ConstantDescs.CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        } else if (type == double.class) {
            code.invokestatic(ConstantDescs.CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
        }
    }

    private void enumeration(ClassBuilder clazz, FieldSpec field, int index) {
        ClassDesc type = desc(field.type());
        getter(clazz, field, code -> {
            code.invokestatic(type, "values", MethodTypeDesc.of(type.arrayType()));
            access.begin(code, index);
            access.call(code, "i8", CD_byte);
            code.aaload().areturn();
        });
        setter(clazz, field, code -> {
            access.begin(code, index);
            code.aload(1)
                    .invokevirtual(type, "ordinal", MethodTypeDesc.of(CD_int))
                    .i2b();
            access.call(code, "i8", CD_void, CD_byte);
            code.return_();
        });
    }

    private void octets(ClassBuilder clazz, FieldSpec field, int index) {
        clazz.withMethodBody(field.name(), MethodTypeDesc.of(CD_byte, CD_int), ClassFile.ACC_PUBLIC, code -> {
            access.begin(code, index);
            code.iload(1).loadConstant(field.bytes());
            access.call(code, "octet", CD_byte, CD_int, CD_int);
            code.ireturn();
        });
        clazz.withMethodBody(field.name(), MethodTypeDesc.of(CD_void, CD_int, CD_byte), ClassFile.ACC_PUBLIC, code -> {
            access.begin(code, index);
            code.iload(1).loadConstant(field.bytes()).iload(2);
            access.call(code, "octet", CD_void, CD_int, CD_int, CD_byte);
            code.return_();
        });
    }

    private void handle(ClassBuilder clazz, FieldSpec field, int index) {
        ClassDesc type = desc(field.type());
        getter(clazz, field, code -> {
            access.begin(code, index);
            code.aload(0).invokespecial(desc(contract), field.name(), MethodTypeDesc.of(type), true);
            access.call(code, "held", CD_Object, CD_Object);
            code.checkcast(type).areturn();
        });
        setter(clazz, field, code -> {
            access.begin(code, index);
            code.aload(1);
            access.call(code, "hold", CD_void, CD_Object);
            code.return_();
        });
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// Sees the function's classes and, beside them, the base class.
    private static final class Loader extends ClassLoader {
        Loader(ClassLoader function) {
            super(function);
        }

        Class<?> define(byte[] code) {
            return defineClass(null, code, 0, code.length);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Scratchpad.class.getName())) {
                return Scratchpad.class;
            }
            return name.equals(Cursor.class.getName()) ? Cursor.class : super.loadClass(name, resolve);
        }
    }
}

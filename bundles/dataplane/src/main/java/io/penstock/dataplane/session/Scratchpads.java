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
import java.util.List;
import java.util.Objects;

/// Generates the class that implements a function's scratchpad interface over a record's memory: one call for each
/// access.
public final class Scratchpads {
    private static final ClassDesc BASE = ClassDesc.of(Scratchpad.class.getName());

    private Scratchpads() {}

    /// Makes a scratchpad.
    ///
    /// @param contract the function's interface
    /// @param fields its fields, in the order in which offsets are given to [Scratchpad#look]
    public static Scratchpad make(Class<?> contract, List<FieldSpec> fields) {
        byte[] code = generate(contract, fields);
        Class<?> made = new Loader(contract.getClassLoader()).define(code);
        try {
            return (Scratchpad) made.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the scratchpad " + contract.getName(), e);
        }
    }

    private static byte[] generate(Class<?> contract, List<FieldSpec> fields) {
        ClassDesc type = ClassDesc.of("io.penstock.generated." + contract.getSimpleName() + "Fields");
        return ClassFile.of().build(type, clazz -> {
            clazz.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
            clazz.withSuperclass(BASE);
            clazz.withInterfaceSymbols(desc(contract));
            clazz.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    MethodTypeDesc.of(CD_void),
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(BASE, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void))
                            .return_());
            for (int i = 0; i < fields.size(); i++) {
                field(clazz, contract, fields.get(i), i);
            }
        });
    }

    private static void field(ClassBuilder clazz, Class<?> contract, FieldSpec field, int index) {
        switch (field.kind()) {
            case PRIMITIVE -> primitive(clazz, field, index);
            case ENUM -> enumeration(clazz, field, index);
            case OCTETS -> octets(clazz, field, index);
            case HANDLE -> handle(clazz, contract, field, index);
        }
    }

    private static void getter(ClassBuilder clazz, FieldSpec field, java.util.function.Consumer<CodeBuilder> body) {
        clazz.withMethodBody(field.name(), MethodTypeDesc.of(desc(field.type())), ClassFile.ACC_PUBLIC, body);
    }

    private static void setter(ClassBuilder clazz, FieldSpec field, java.util.function.Consumer<CodeBuilder> body) {
        MethodTypeDesc takes = MethodTypeDesc.of(CD_void, desc(field.type()));
        clazz.withMethodBody(field.name(), takes, ClassFile.ACC_PUBLIC, body);
    }

    private static void primitive(ClassBuilder clazz, FieldSpec field, int index) {
        Class<?> type = field.type();
        String accessor = "i" + 8 * field.bytes();
        ClassDesc stored = switch (field.bytes()) {
            case 1 -> CD_byte;
            case 2 -> CD_short;
            case 4 -> CD_int;
            default -> CD_long;
        };
        getter(clazz, field, code -> {
            code.aload(0).loadConstant(index).invokevirtual(BASE, accessor, MethodTypeDesc.of(stored, CD_int));
            fromStored(code, type);
            code.return_(TypeKind.from(type));
        });
        setter(clazz, field, code -> {
            code.aload(0).loadConstant(index).loadLocal(TypeKind.from(type), 1);
            toStored(code, type);
            code.invokevirtual(BASE, accessor, MethodTypeDesc.of(CD_void, CD_int, stored))
                    .return_();
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

    private static void enumeration(ClassBuilder clazz, FieldSpec field, int index) {
        ClassDesc type = desc(field.type());
        getter(
                clazz,
                field,
                code -> code.invokestatic(type, "values", MethodTypeDesc.of(type.arrayType()))
                        .aload(0)
                        .loadConstant(index)
                        .invokevirtual(BASE, "i8", MethodTypeDesc.of(CD_byte, CD_int))
                        .aaload()
                        .areturn());
        setter(
                clazz,
                field,
                code -> code.aload(0)
                        .loadConstant(index)
                        .aload(1)
                        .invokevirtual(type, "ordinal", MethodTypeDesc.of(CD_int))
                        .i2b()
                        .invokevirtual(BASE, "i8", MethodTypeDesc.of(CD_void, CD_int, CD_byte))
                        .return_());
    }

    private static void octets(ClassBuilder clazz, FieldSpec field, int index) {
        clazz.withMethodBody(
                field.name(),
                MethodTypeDesc.of(CD_byte, CD_int),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0)
                        .loadConstant(index)
                        .iload(1)
                        .loadConstant(field.bytes())
                        .invokevirtual(BASE, "octet", MethodTypeDesc.of(CD_byte, CD_int, CD_int, CD_int))
                        .ireturn());
        clazz.withMethodBody(
                field.name(),
                MethodTypeDesc.of(CD_void, CD_int, CD_byte),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0)
                        .loadConstant(index)
                        .iload(1)
                        .loadConstant(field.bytes())
                        .iload(2)
                        .invokevirtual(BASE, "octet", MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_int, CD_byte))
                        .return_());
    }

    private static void handle(ClassBuilder clazz, Class<?> contract, FieldSpec field, int index) {
        ClassDesc type = desc(field.type());
        getter(
                clazz,
                field,
                code -> code.aload(0)
                        .loadConstant(index)
                        .aload(0)
                        .invokespecial(desc(contract), field.name(), MethodTypeDesc.of(type), true)
                        .invokevirtual(BASE, "held", MethodTypeDesc.of(CD_Object, CD_int, CD_Object))
                        .checkcast(type)
                        .areturn());
        setter(
                clazz,
                field,
                code -> code.aload(0)
                        .loadConstant(index)
                        .aload(1)
                        .invokevirtual(BASE, "hold", MethodTypeDesc.of(CD_void, CD_int, CD_Object))
                        .return_());
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
            return name.equals(Scratchpad.class.getName())
                    ? Objects.requireNonNull(Scratchpad.class)
                    : super.loadClass(name, resolve);
        }
    }
}

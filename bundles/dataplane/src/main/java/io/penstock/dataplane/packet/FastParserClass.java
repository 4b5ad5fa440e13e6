// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.penstock.api.Packet;
import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.session.ClassData;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes the code of a [FastParser]: a method for each step of the tree, small enough to be inlined where it is hot,
/// that checks its header with straight-line code and goes on by a switch over what the header says of the next.
final class FastParserClass {
    private static final ClassDesc PARSER = desc(FastParser.class);
    private static final ClassDesc THIS = ClassDesc.of(FastParser.class.getPackageName() + ".GeneratedParser");
    private static final ClassDesc MEMORY = desc(MemorySegment.class);
    private static final ClassDesc LOAD = desc(Load.class);
    private static final ClassDesc KEYS = desc(BurstKeys.class);
    private static final ClassDesc BURST = desc(Burst.class);

    /// memory, base, captured length, end on the wire, slot -> index of the shape
    private static final MethodTypeDesc STEP = MethodTypeDesc.of(CD_int, MEMORY, CD_long, CD_int, CD_int, CD_int);

    private static final int MEMORY_AT = 0;
    private static final int BASE = 1;
    private static final int LENGTH = 3;
    private static final int END = 4;
    private static final int SLOT = 5;
    private static final int OWN = 6;
    private static final int OWN_END = 7;
    private static final int WORDS = 8;

    private final ShapeTree tree;
    private final BurstKeys found;
    private final ClassData data = new ClassData();
    private final Frame frame = new Frame();
    private final Map<ShapeTree.Step, String> methods = new HashMap<>();

    /// Which words of the frame the method that is written has in its variables, by where they begin.
    private final SortedMap<Integer, Integer> words = new TreeMap<>();

    FastParserClass(ShapeTree tree, BurstKeys found) {
        this.tree = tree;
        this.found = found;
    }

    FastParser make() {
        byte[] code = ClassFile.of().build(THIS, clazz -> {
            clazz.withSuperclass(PARSER);
            clazz.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            MethodTypeDesc made = MethodTypeDesc.of(CD_void, ConstantDescs.CD_List);
            clazz.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    made,
                    0,
                    init -> init.aload(0)
                            .aload(1)
                            .invokespecial(PARSER, ConstantDescs.INIT_NAME, made)
                            .return_());
            clazz.withMethodBody("parse", MethodTypeDesc.of(CD_void, BURST), ClassFile.ACC_PUBLIC, this::loop);
            for (ShapeTree.Step step : steps()) {
                clazz.withMethodBody(
                        method(step), STEP, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, body -> step(body, step));
            }
        });
        try {
            Class<?> made = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code, data.objects(), false)
                    .lookupClass();
            return (FastParser) made.getDeclaredConstructor(List.class).newInstance(List.copyOf(tree.shapes));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the parser", e);
        }
    }

    private List<ShapeTree.Step> steps() {
        List<ShapeTree.Step> steps = new ArrayList<>(tree.roots.values());
        for (int i = 0; i < steps.size(); i++) {
            steps.addAll(steps.get(i).next.values());
        }
        return steps;
    }

    private String method(ShapeTree.Step step) {
        return methods.computeIfAbsent(step, unseen -> step.header.name().replace('-', '_') + methods.size());
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// Over the slots of a burst: looks at the frame, then goes on by its link type.
    private void loop(CodeBuilder code) {
        int slot = 2;
        Label next = code.newLabel();
        Label done = code.newLabel();
        Label unknown = code.newLabel();
        Label store = code.newLabel();
        code.iconst_0().istore(slot).labelBinding(next);
        code.iload(slot).aload(1).getfield(BURST, "count", CD_int).if_icmpge(done);
        data.load(code, Frame.class, frame);
        code.aload(1)
                .iload(slot)
                .invokestatic(PARSER, "look", MethodTypeDesc.of(CD_void, desc(Frame.class), BURST, CD_int));
        data.load(code, BurstKeys.class, found);
        code.invokevirtual(KEYS, "shapes", MethodTypeDesc.of(CD_int.arrayType()))
                .iload(slot);
        List<SwitchCase> cases = new ArrayList<>();
        Map<Label, ShapeTree.Step> targets = new HashMap<>();
        tree.roots.forEach((number, root) -> {
            Label label = code.newLabel();
            cases.add(SwitchCase.of(number.intValue(), label));
            targets.put(label, root);
        });
        code.aload(1).iload(slot).invokestatic(PARSER, "linkType", MethodTypeDesc.of(CD_int, BURST, CD_int));
        code.lookupswitch(unknown, cases);
        for (SwitchCase one : cases) {
            code.labelBinding(one.target());
            start(code, slot);
            code.invokestatic(THIS, method(java.util.Objects.requireNonNull(targets.get(one.target()))), STEP)
                    .goto_(store);
        }
        code.labelBinding(unknown).loadConstant(FastParser.SLOW).labelBinding(store);
        code.iastore().iinc(slot, 1).goto_(next).labelBinding(done).return_();
    }

    private void start(CodeBuilder code, int slot) {
        ClassDesc frameDesc = desc(Frame.class);
        code.aload(1).getfield(BURST, "memory", MEMORY.arrayType()).iload(slot).aaload();
        code.aload(1).getfield(BURST, "offset", CD_long.arrayType()).iload(slot).laload();
        code.loadConstant(Load.ADDRESSES).land();
        code.aload(1).getfield(BURST, "length", CD_int.arrayType()).iload(slot).iaload();
        data.load(code, Frame.class, frame);
        code.invokevirtual(frameDesc, "wireLength", MethodTypeDesc.of(CD_int)).iload(slot);
    }

    private void step(CodeBuilder code, ShapeTree.Step step) {
        words.clear();
        Label slow = code.newLabel();
        bounds(code, step, slow);
        length(code, step, slow);
        extent(code, step, slow);
        checks(code, step, slow);
        sums(code, step, slow);
        if (step.shape.isPresent()) {
            end(code, step, step.shape.get(), slow);
        } else {
            next(code, step, slow);
        }
        code.labelBinding(slow).loadConstant(FastParser.SLOW).ireturn();
    }

    private static void bounds(CodeBuilder code, ShapeTree.Step step, Label slow) {
        int least = step.at + step.header.octets();
        code.iload(END).loadConstant(least).if_icmplt(slow);
        code.iload(LENGTH).loadConstant(least).if_icmplt(slow);
    }

    /// Reads a field of a header that is known to be there whole, out of a word of eight octets where it fits in one:
    /// then several fields take one access. Not to be called where the code has branched.
    private void read(CodeBuilder code, ShapeTree.Step step, Field field) {
        read(code, step, field.octet(), field.octets(), field.shift(), field.mask());
    }

    private void read(CodeBuilder code, ShapeTree.Step step, int octet, int octets, int shift, long mask) {
        int from = step.at + octet;
        int to = from + octets;
        if (step.header.octets() < Long.BYTES || octets > Long.BYTES) {
            place(code, from);
            code.loadConstant(octets);
            code.invokestatic(LOAD, "number", MethodTypeDesc.of(CD_long, MEMORY, CD_long, CD_int));
            extract(code, shift, mask);
        } else {
            int start = wordAround(step, from, to);
            word(code, start);
            extract(code, Long.SIZE - Byte.SIZE * (to - start) + shift, mask);
        }
    }

    private static void extract(CodeBuilder code, int shift, long mask) {
        if (shift != 0) {
            code.loadConstant(shift).lushr();
        }
        code.loadConstant(mask).land();
    }

    private static void place(CodeBuilder code, int at) {
        code.aload(MEMORY_AT).lload(BASE).loadConstant((long) at).ladd();
    }

    /// Where a word begins that holds these octets and nothing beyond the header.
    private int wordAround(ShapeTree.Step step, int from, int to) {
        for (int start : words.keySet()) {
            if (start <= from && to <= start + Long.BYTES) {
                return start;
            }
        }
        int last = step.at + step.header.octets() - Long.BYTES;
        int usual = Math.min(step.at + (from - step.at & -Long.BYTES), last);
        return to <= usual + Long.BYTES ? usual : to - Long.BYTES;
    }

    /// Puts the word that begins here on the stack, and keeps it for the next who asks.
    private void word(CodeBuilder code, int start) {
        Integer known = words.get(start);
        if (known != null) {
            code.lload(known);
            return;
        }
        int variable = WORDS + 2 * words.size();
        words.put(start, variable);
        place(code, start);
        code.invokestatic(LOAD, "u64", MethodTypeDesc.of(CD_long, MEMORY, CD_long))
                .dup2()
                .lstore(variable);
    }

    private void scaled(CodeBuilder code, ShapeTree.Step step, Header.Scaled scaled) {
        read(code, step, scaled.field());
        code.l2i()
                .loadConstant(scaled.times())
                .imul()
                .loadConstant(scaled.plus())
                .iadd();
    }

    private void length(CodeBuilder code, ShapeTree.Step step, Label slow) {
        int octets = step.header.octets();
        if (step.header.length().isEmpty()) {
            code.loadConstant(octets).istore(OWN);
            return;
        }
        scaled(code, step, step.header.length().get());
        code.istore(OWN).iload(OWN).loadConstant(octets);
        if (!last(step)) {
            code.if_icmpne(slow);
            return;
        }
        code.if_icmplt(slow);
        code.iload(OWN).loadConstant(step.at).iadd().iload(END).if_icmpgt(slow);
        code.iload(OWN).loadConstant(step.at).iadd().iload(LENGTH).if_icmpgt(slow);
    }

    private static boolean last(ShapeTree.Step step) {
        return step.shape.isPresent();
    }

    private void extent(CodeBuilder code, ShapeTree.Step step, Label slow) {
        if (step.header.extent().isEmpty()) {
            code.iload(END).istore(OWN_END);
            return;
        }
        scaled(code, step, step.header.extent().get());
        code.istore(OWN_END).iload(OWN_END).iload(OWN).if_icmplt(slow);
        code.iinc(OWN_END, step.at).iload(OWN_END).iload(END).if_icmpgt(slow);
    }

    private void checks(CodeBuilder code, ShapeTree.Step step, Label slow) {
        Header header = step.header;
        for (Header.Check check : header.checks()) {
            Optional<Header.When> when = header.when(check);
            if (when.isEmpty()) {
                either(code, step, check.test(), slow);
            } else if (when.get() == Header.When.LONGER && last(step)) {
                Label least = code.newLabel();
                code.iload(OWN).loadConstant(header.octets()).if_icmpeq(least);
                test(code, step, check.test(), slow);
                code.labelBinding(least);
            } else if (when.get() == Header.When.PARTIAL && header.partial().isEmpty()) {
                either(code, step, check.test(), slow);
            }
        }
        header.partial().ifPresent(test -> either(code, step, test, slow));
        header.opaque().ifPresent(test -> either(code, step, test, slow));
    }

    /// A test of either kind. Not to be called where the code has branched.
    private void either(CodeBuilder code, ShapeTree.Step step, Header.Test test, Label slow) {
        if (test instanceof Header.Unlike unlike && unlike.octet() + unlike.octets() <= step.header.octets()) {
            read(code, step, unlike.octet(), unlike.octets(), 0, unlike.mask());
            code.loadConstant(unlike.value()).lcmp().ifne(slow);
        } else {
            test(code, step, test, slow);
        }
    }

    private void test(CodeBuilder code, ShapeTree.Step step, Header.Test test, Label slow) {
        data.load(code, Header.Test.class, test);
        data.load(code, Frame.class, frame);
        code.loadConstant(step.at).iload(OWN_END);
        code.invokeinterface(
                desc(Header.Test.class), "holds", MethodTypeDesc.of(CD_boolean, desc(Packet.class), CD_int, CD_int));
        code.ifne(slow);
    }

    private void sums(CodeBuilder code, ShapeTree.Step step, Label slow) {
        for (Checksum checksum : step.header.checksums()) {
            if (checksum.covers() == Checksum.Covers.HEADER) {
                int octets = step.header.octets();
                boolean fixed = !last(step) || step.header.length().isEmpty();
                if (fixed && octets >= Long.BYTES && octets % 4 == 0) {
                    sum(code, step.at, octets);
                    code.invokestatic(LOAD, "sound", MethodTypeDesc.of(CD_boolean, CD_long));
                } else {
                    place(code, step.at);
                    code.iload(OWN).invokestatic(LOAD, "sound", MethodTypeDesc.of(CD_boolean, MEMORY, CD_long, CD_int));
                }
                code.ifeq(slow);
            }
        }
    }

    /// Adds up the 32-bit words of a header.
    private void sum(CodeBuilder code, int at, int octets) {
        code.lconst_0();
        for (int done = 0; done < octets; done += Long.BYTES) {
            boolean half = done + Long.BYTES > octets;
            int start = half ? at + octets - Long.BYTES : at + done;
            word(code, start);
            code.loadConstant(0xffff_ffffL).land().ladd();
            if (!half) {
                word(code, start);
                code.loadConstant(32).lushr().ladd();
            }
        }
    }

    private void next(CodeBuilder code, ShapeTree.Step step, Label slow) {
        read(code, step, step.header.next().orElseThrow());
        code.l2i();
        List<SwitchCase> cases = new ArrayList<>();
        List<ShapeTree.Step> targets = new ArrayList<>(step.next.values());
        for (ShapeTree.Step target : targets) {
            cases.add(SwitchCase.of((int) target.number, code.newLabel()));
        }
        code.lookupswitch(slow, cases);
        for (int i = 0; i < cases.size(); i++) {
            code.labelBinding(cases.get(i).target());
            code.aload(MEMORY_AT).lload(BASE).iload(LENGTH).iload(OWN_END).iload(SLOT);
            code.invokestatic(THIS, method(targets.get(i)), STEP).ireturn();
        }
    }

    private void end(CodeBuilder code, ShapeTree.Step last, Shape shape, Label slow) {
        belongs(code, shape, slow);
        List<ShapeTree.Step> row = last.row();
        int ends = 0;
        boolean singles = false;
        for (ShapeTree.Step step : row) {
            for (Header.Pair pair : step.header.pairs()) {
                ends += pair.role() == Header.Role.STATION ? 0 : pair.from().octets();
            }
            singles |= !step.header.singles().isEmpty();
        }
        if (ends <= 6 && !singles) {
            narrow(code, row, shape);
        } else {
            wide(code, row, shape);
        }
        code.loadConstant(shape.index).ireturn();
    }

    private void belongs(CodeBuilder code, Shape shape, Label slow) {
        data.load(code, Header.Belongs.class, tree.keys.owner(shape.kind).belongs());
        data.load(code, Frame.class, frame);
        code.loadConstant(shape.ownerAt);
        ClassDesc belonging = desc(Belonging.class);
        code.invokeinterface(
                desc(Header.Belongs.class), "of", MethodTypeDesc.of(belonging, desc(Packet.class), CD_int));
        code.getstatic(belonging, Belonging.KEYED.name(), belonging).if_acmpne(slow);
    }

    private int selected(List<ShapeTree.Step> row) {
        return row.size() == 1 ? 0 : (int) row.getLast().number & 0xffff;
    }

    private int family(List<ShapeTree.Step> row) {
        return tree.keys.family(row.stream().map(step -> step.header).toList());
    }

    private void narrow(CodeBuilder code, List<ShapeTree.Step> row, Shape shape) {
        data.load(code, BurstKeys.class, found);
        code.iload(SLOT);
        code.loadConstant((long) selected(row));
        end(code, row, true);
        code.loadConstant((shape.kind + 1L) << 8 | family(row));
        end(code, row, false);
        code.invokevirtual(KEYS, "narrow", MethodTypeDesc.of(CD_void, CD_int, CD_long, CD_long));
    }

    /// Adds the octets of one end, from the left, to the word on the stack.
    private void end(CodeBuilder code, List<ShapeTree.Step> row, boolean from) {
        int octets = 0;
        for (ShapeTree.Step step : row) {
            for (Header.Pair pair : step.header.pairs()) {
                if (pair.role() != Header.Role.STATION) {
                    Field field = from ? pair.from() : pair.to();
                    octets += field.octets();
                    read(code, step, field);
                    code.loadConstant(64 - 8 * octets).lshl().lor();
                }
            }
        }
    }

    private void wide(CodeBuilder code, List<ShapeTree.Step> row, Shape shape) {
        data.load(code, BurstKeys.class, found);
        code.iload(SLOT).invokevirtual(KEYS, "clear", MethodTypeDesc.of(CD_void, CD_int));
        int part = 0;
        int single = Keys.SINGLES;
        for (ShapeTree.Step step : row) {
            for (Header.Pair pair : step.header.pairs()) {
                if (pair.role() != Header.Role.STATION) {
                    put(code, step, pair.from(), part);
                    put(code, step, pair.to(), Keys.PART + part);
                    part += pair.from().octets();
                }
            }
            for (Field field : step.header.singles()) {
                put(code, step, field, single);
                single += field.octets();
            }
        }
        data.load(code, BurstKeys.class, found);
        code.iload(SLOT).loadConstant(shape.kind + 1).loadConstant(family(row)).loadConstant(selected(row));
        code.invokevirtual(KEYS, "whole", MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_int, CD_int));
    }

    private void put(CodeBuilder code, ShapeTree.Step step, Field field, int to) {
        data.load(code, BurstKeys.class, found);
        code.iload(SLOT).loadConstant(to);
        if (field.whole()) {
            code.aload(MEMORY_AT)
                    .lload(BASE)
                    .loadConstant((long) step.at + field.octet())
                    .ladd();
            code.loadConstant(field.octets());
            code.invokevirtual(KEYS, "copy", MethodTypeDesc.of(CD_void, CD_int, CD_int, MEMORY, CD_long, CD_int));
        } else {
            read(code, step, field);
            code.loadConstant(field.octets());
            code.invokevirtual(KEYS, "write", MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_long, CD_int));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.session.ClassData;
import io.penstock.dataplane.session.Cursor;
import io.penstock.dataplane.session.Index;
import io.penstock.dataplane.session.Records;
import io.penstock.dataplane.session.Scratchpads;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.resolver.FieldSpec;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the code of a [Compiled]: a loop over the burst, a method for each path and direction, which calls
/// one unit of a few nodes after the other. Functions, pads and counters are constants of the class; functions
/// that only decide about sessions leave no trace in it.
final class CompiledClass {
    /// So many paths are compiled; sessions on others go the interpreted way.
    static final int MOST_PATHS = 64;

    /// So many packet functions make up a unit: past that, the compiler no longer sees through all of them.
    private static final int UNIT = 4;

    /// With more packet functions than this, a unit is compiled by itself instead of into the loop, which has a budget
    /// too.
    private static final int SEEN_THROUGH = 2;

    /// A unit of at least so many octets of code is compiled by itself (HotSpot's FreqInlineSize).
    private static final int OWN_METHOD = 326;

    private static final ClassDesc THIS = ClassDesc.of(Compiled.class.getPackageName() + ".CompiledPaths");
    private static final ClassDesc SUPER = desc(Compiled.class);
    private static final ClassDesc PROGRAM = desc(Program.class);
    private static final ClassDesc ROUTE = desc(Route.class);
    private static final ClassDesc FRAME = desc(Frame.class);
    private static final ClassDesc VERDICT = desc(Verdict.class);
    private static final ClassDesc BURST = desc(Burst.class);
    private static final ClassDesc GATE = desc(Gate.class);
    private static final ClassDesc STAGES = desc(Stages.class);
    private static final MethodTypeDesc STEP = MethodTypeDesc.of(CD_boolean, BURST, CD_int);
    private static final MethodTypeDesc WHOLE = MethodTypeDesc.of(CD_void, BURST, CD_int);

    /// What the code is made of.
    ///
    /// @param verifies whether checksums over payloads have to be right
    /// @param streams whether functions are shown streams
    record Parts(
            Program program,
            Compiled.Sessions sessions,
            FastParser parser,
            BurstKeys found,
            Frame frame,
            Cursor cursor,
            Stages stages,
            List<Route> routes,
            boolean verifies,
            boolean streams) {}

    private final Parts parts;
    private final ClassData data = new ClassData();
    private final Map<List<Integer>, Object> pads = new HashMap<>();

    CompiledClass(Parts parts) {
        this.parts = parts;
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    Compiled make() {
        try {
            return (Compiled) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code(), data.objects(), false)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot compile the plan", e);
        }
    }

    /// The octets of code of the largest method.
    int largestMethod() {
        return ClassFile.of().parse(code()).methods().stream()
                .flatMap(method -> method.findAttribute(Attributes.code()).stream())
                .mapToInt(CodeAttribute::codeLength)
                .max()
                .orElse(0);
    }

    /// The class file; its constants are complete afterwards.
    byte[] code() {
        return ClassFile.of().build(THIS, clazz -> {
            clazz.withSuperclass(SUPER);
            clazz.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            MethodTypeDesc nothing = MethodTypeDesc.of(CD_void);
            clazz.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    nothing,
                    0,
                    init -> init.aload(0)
                            .invokespecial(SUPER, ConstantDescs.INIT_NAME, nothing)
                            .return_());
            clazz.withMethodBody(
                    "run", MethodTypeDesc.of(CD_void, BURST, GATE, CD_long, desc(Former.class)), 0, this::loop);
            for (Route route : routes()) {
                path(clazz, route, false);
                path(clazz, route, true);
            }
        });
    }

    private List<Route> routes() {
        return parts.routes().subList(0, Math.min(MOST_PATHS, parts.routes().size()));
    }

    private static int way(Route route, boolean toServer) {
        return route.index << 1 | (toServer ? 1 : 0);
    }

    // The variables of the loop.
    private static final int BURST_AT = 1;
    private static final int GATE_AT = 2;
    private static final int NOW = 3;
    private static final int FORMER = 5;
    private static final int SLOT = 6;
    private static final int ENTRY = 7;
    private static final int ABOUT = 8;

    private void loop(CodeBuilder code) {
        Label next = code.newLabel();
        Label slow = code.newLabel();
        Label after = code.newLabel();
        Label done = code.newLabel();
        lookUp(code);
        code.iconst_0().istore(SLOT).labelBinding(next);
        code.iload(SLOT).aload(BURST_AT).getfield(BURST, "count", CD_int).if_icmpge(done);
        enter(code, slow);
        List<SwitchCase> cases = new ArrayList<>();
        for (int way = 0; way < routes().size() * 2; way++) {
            cases.add(SwitchCase.of(way, code.newLabel()));
        }
        code.tableswitch(slow, cases);
        for (SwitchCase one : cases) {
            code.labelBinding(one.target()).aload(BURST_AT).iload(SLOT);
            code.invokestatic(THIS, "way" + one.caseValue(), WHOLE).goto_(after);
        }
        code.labelBinding(slow);
        data.load(code, Program.class, parts.program());
        code.aload(BURST_AT).iload(SLOT).aload(GATE_AT);
        code.invokevirtual(PROGRAM, "slow", MethodTypeDesc.of(CD_void, BURST, CD_int, GATE));
        code.labelBinding(after);
        follow(code);
        code.iinc(SLOT, 1).goto_(next).labelBinding(done).return_();
    }

    private void follow(CodeBuilder code) {
        if (parts.streams()) {
            Label none = code.newLabel();
            resting(code, none);
            data.load(code, Program.class, parts.program());
            code.aload(BURST_AT).invokevirtual(PROGRAM, "follow", MethodTypeDesc.of(CD_void, BURST));
            code.labelBinding(none);
        }
    }

    /// Nothing reads the session of the packet any more.
    private void resting(CodeBuilder code, Label then) {
        data.load(code, Program.class, parts.program());
        code.getfield(PROGRAM, "resting", CD_boolean).ifne(then);
    }

    private void lookUp(CodeBuilder code) {
        data.load(code, Index.class, parts.sessions().index());
        data.load(code, BurstKeys.class, parts.found());
        code.aload(BURST_AT);
        call(code, "lookUp", CD_void, Index.class, BurstKeys.class, Burst.class);
        data.load(code, Index.class, parts.sessions().index());
        data.load(code, BurstKeys.class, parts.found());
        code.aload(BURST_AT).aload(FORMER);
        call(code, "carryOver", CD_void, Index.class, BurstKeys.class, Burst.class, Former.class);
    }

    /// Looks at a frame, moves its session on, and leaves the number of its way on the stack.
    private void enter(CodeBuilder code, Label slow) {
        data.load(code, BurstKeys.class, parts.found());
        code.iload(SLOT);
        call(code, "entry", CD_int, BurstKeys.class, int.class);
        code.istore(ENTRY).iload(ENTRY).iflt(slow);
        data.load(code, Records.class, parts.sessions().records());
        code.iload(ENTRY);
        call(code, "about", CD_long, Records.class, int.class);
        code.lstore(ABOUT);
        known(code, slow);
        show(code);
        sound(code, slow);
        moves(code);
        code.ifne(slow);
        data.load(code, Records.class, parts.sessions().records());
        data.load(code, Cursor.class, parts.cursor());
        code.iload(ENTRY).lload(NOW);
        call(code, "meet", CD_void, Records.class, Cursor.class, int.class, long.class);
        code.lload(ABOUT).iload(ENTRY);
        call(code, "way", CD_int, long.class, int.class);
    }

    private void known(CodeBuilder code, Label slow) {
        Label apart = code.newLabel();
        Label words = code.newLabel();
        Label narrow = code.newLabel();
        code.lload(ABOUT);
        call(code, "regular", CD_boolean, long.class);
        code.ifeq(slow).iload(ENTRY).lload(ABOUT);
        call(code, "apart", CD_boolean, int.class, long.class);
        code.ifne(apart);
        words(code, "opens");
        code.goto_(words).labelBinding(apart);
        words(code, "answers");
        code.labelBinding(words).ifeq(slow);
        data.load(code, BurstKeys.class, parts.found());
        code.iload(SLOT);
        call(code, "wide", CD_boolean, BurstKeys.class, int.class);
        code.ifeq(narrow);
        data.load(code, SessionStore.class, parts.sessions().store());
        code.iload(ENTRY);
        data.load(code, BurstKeys.class, parts.found());
        code.iload(SLOT);
        call(code, "whole", CD_boolean, SessionStore.class, int.class, BurstKeys.class, int.class);
        code.ifeq(slow).labelBinding(narrow);
    }

    private void words(CodeBuilder code, String method) {
        data.load(code, Records.class, parts.sessions().records());
        code.iload(ENTRY);
        data.load(code, BurstKeys.class, parts.found());
        code.iload(SLOT);
        call(code, method, CD_boolean, Records.class, int.class, BurstKeys.class, int.class);
    }

    private void show(CodeBuilder code) {
        data.load(code, FastParser.class, parts.parser());
        data.load(code, Frame.class, parts.frame());
        code.aload(BURST_AT).iload(SLOT);
        data.load(code, BurstKeys.class, parts.found());
        code.aload(GATE_AT).getfield(GATE, "side", desc(Side.class)).lload(NOW);
        code.invokevirtual(
                desc(FastParser.class),
                "show",
                MethodTypeDesc.of(CD_void, FRAME, BURST, CD_int, desc(BurstKeys.class), desc(Side.class), CD_long));
    }

    private void sound(CodeBuilder code, Label slow) {
        if (parts.verifies()) {
            data.load(code, Program.class, parts.program());
            data.load(code, BurstKeys.class, parts.found());
            code.iload(SLOT);
            call(code, "shape", CD_int, BurstKeys.class, int.class);
            code.iload(ENTRY).lload(ABOUT);
            code.invokestatic(desc(Records.class), "path", MethodTypeDesc.of(CD_int, CD_long));
            code.invokevirtual(PROGRAM, "sound", MethodTypeDesc.of(CD_boolean, CD_int, CD_int, CD_int));
            code.ifeq(slow);
        }
    }

    private void moves(CodeBuilder code) {
        data.load(code, Compiled.Sessions.class, parts.sessions());
        data.load(code, FastParser.class, parts.parser());
        data.load(code, BurstKeys.class, parts.found());
        data.load(code, Frame.class, parts.frame());
        code.iload(SLOT).iload(ENTRY).lload(ABOUT);
        call(
                code,
                "moves",
                CD_boolean,
                Compiled.Sessions.class,
                FastParser.class,
                BurstKeys.class,
                Frame.class,
                int.class,
                int.class,
                long.class);
    }

    /// Calls a method of [Compiled].
    private static void call(CodeBuilder code, String name, ClassDesc result, Class<?>... arguments) {
        code.invokestatic(
                SUPER,
                name,
                MethodTypeDesc.of(
                        result,
                        java.util.Arrays.stream(arguments)
                                .map(CompiledClass::desc)
                                .toList()));
    }

    /// Steps of a path at which something is done.
    ///
    /// @param streams whether it is one step, whose function is shown streams
    private record Unit(boolean streams, List<Integer> steps) {}

    private static List<Unit> units(Route route, boolean toServer) {
        List<Unit> units = new ArrayList<>();
        boolean full = true;
        for (int step = 0; step < route.stations.length; step++) {
            Station station = route.station(toServer, step);
            if (station.stream.isPresent()) {
                units.add(new Unit(true, List.of(step)));
                full = true;
            }
            if (station.perPacket.isPresent() || station.translates) {
                if (full) {
                    units.add(new Unit(false, new ArrayList<>()));
                }
                units.getLast().steps().add(step);
                full = units.getLast().steps().size() == UNIT;
            }
        }
        return units;
    }

    private void streams(CodeBuilder code, Route route, boolean toServer, int step) {
        data.load(code, Program.class, parts.program());
        code.aload(0).iload(1);
        data.load(code, Route.class, route);
        code.loadConstant(toServer ? 1 : 0).loadConstant(step);
        code.invokevirtual(PROGRAM, "streams", MethodTypeDesc.of(CD_boolean, BURST, CD_int, ROUTE, CD_boolean, CD_int));
    }

    private void path(ClassBuilder clazz, Route route, boolean toServer) {
        List<Unit> units = units(route, toServer);
        int way = way(route, toServer);
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            boolean apart = units.size() > 1 || unit.steps().size() > SEEN_THROUGH;
            if (!unit.streams()) {
                clazz.withMethodBody(
                        "unit" + way + "_" + i,
                        STEP,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        code -> unit(code, route, toServer, unit.steps(), apart));
            }
        }
        clazz.withMethodBody("way" + way, WHOLE, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> {
            Label stopped = code.newLabel();
            for (int i = 0; i < units.size(); i++) {
                Label passed = code.newLabel();
                if (units.get(i).streams()) {
                    resting(code, passed);
                    streams(code, route, toServer, units.get(i).steps().getFirst());
                } else {
                    code.aload(0).iload(1).invokestatic(THIS, "unit" + way + "_" + i, STEP);
                }
                code.ifeq(stopped).labelBinding(passed);
            }
            data.load(code, Program.class, parts.program());
            code.aload(0).iload(1);
            data.load(code, Passage.class, route.passage(toServer));
            data.load(code, Gate.class, parts.program().gates.get(toServer ? route.server : route.client));
            code.loadConstant(toServer ? 1 : 0);
            code.invokevirtual(
                    PROGRAM,
                    "passed",
                    MethodTypeDesc.of(CD_void, BURST, CD_int, desc(Passage.class), GATE, CD_boolean));
            code.labelBinding(stopped).return_();
        });
    }

    private void unit(CodeBuilder code, Route route, boolean toServer, List<Integer> steps, boolean apart) {
        int step = 2;
        code.loadConstant(steps.getFirst()).istore(step);
        Label begin = code.newBoundLabel();
        Label stop = code.newLabel();
        for (int at : steps) {
            code.loadConstant(at).istore(step);
            visit(code, route, toServer, at, stop);
        }
        code.iconst_1().ireturn();
        code.labelBinding(stop).iconst_0().ireturn();
        if (apart) {
            for (int i = 0; i < OWN_METHOD; i++) {
                code.nop();
            }
            code.iconst_0().ireturn();
        }
        Label end = code.newBoundLabel();
        Label handler = code.newBoundLabel();
        code.astore(3);
        data.load(code, Program.class, parts.program());
        code.aload(0).iload(1);
        data.load(code, Route.class, route);
        code.loadConstant(toServer ? 1 : 0).iload(step).aload(3);
        code.invokevirtual(
                PROGRAM,
                "broke",
                MethodTypeDesc.of(CD_void, BURST, CD_int, ROUTE, CD_boolean, CD_int, desc(Throwable.class)));
        code.iconst_0().ireturn();
        code.exceptionCatchAll(begin, end, handler);
    }

    /// A variable of a unit: which name of the session a packet takes.
    private static final int INDEX = 4;

    private void visit(CodeBuilder code, Route route, boolean toServer, int step, Label stop) {
        int place = toServer ? step : route.stations.length - 1 - step;
        Station station = route.stations[place];
        translate(code, station, place, false);
        if (station.perPacket.isPresent()) {
            see(code, route, toServer, step, stop);
        }
        translate(code, station, place, true);
        if (station.perPacket.isPresent()) {
            unusual(code, route, toServer, step, stop);
        }
    }

    /// Before its function sees the packet, a node translates what goes against the opener's way; behind it, what goes
    /// along.
    private void translate(CodeBuilder code, Station station, int place, boolean forward) {
        if (!station.translates) {
            return;
        }
        Label done = code.newLabel();
        stages(code, place, forward, "at", CD_boolean);
        code.ifeq(done);
        stages(code, place, forward, "index", CD_int);
        code.istore(INDEX);
        data.load(code, Frame.class, parts.frame());
        code.iload(INDEX).loadConstant(forward ? 1 : 0);
        word(code, false);
        word(code, true);
        data.load(code, Stages.class, parts.stages());
        code.invokestatic(STAGES, "wide", MethodTypeDesc.of(CD_boolean, STAGES));
        code.invokestatic(
                STAGES,
                "impose",
                MethodTypeDesc.of(CD_boolean, FRAME, CD_int, CD_boolean, CD_long, CD_long, CD_boolean));
        code.ifne(done);
        data.load(code, Program.class, parts.program());
        code.loadConstant(place).loadConstant(forward ? 1 : 0);
        code.invokevirtual(PROGRAM, "translate", MethodTypeDesc.of(CD_void, CD_int, CD_boolean))
                .labelBinding(done);
    }

    private void stages(CodeBuilder code, int place, boolean forward, String method, ClassDesc result) {
        data.load(code, Stages.class, parts.stages());
        code.loadConstant(place).loadConstant(forward ? 1 : 0);
        code.invokestatic(STAGES, method, MethodTypeDesc.of(result, STAGES, CD_int, CD_boolean));
    }

    private void word(CodeBuilder code, boolean second) {
        data.load(code, Stages.class, parts.stages());
        code.iload(INDEX).loadConstant(second ? 1 : 0);
        code.invokestatic(STAGES, "word", MethodTypeDesc.of(CD_long, STAGES, CD_int, CD_boolean));
    }

    private void see(CodeBuilder code, Route route, boolean toServer, int step, Label stop) {
        int place = toServer ? step : route.stations.length - 1 - step;
        Station station = route.stations[place];
        protect(code, station, true);
        data.load(code, PacketFunction.class, station.perPacket.orElseThrow());
        data.load(code, Frame.class, parts.frame());
        data.load(code, Object.class, pad(route, place));
        code.invokeinterface(
                desc(PacketFunction.class), "onPacket", MethodTypeDesc.of(VERDICT, desc(Packet.class), CD_Object));
        code.astore(3);
        protect(code, station, false);
        Label passes = code.newLabel();
        code.aload(3).getstatic(VERDICT, "PASS", VERDICT).if_acmpeq(passes);
        data.load(code, Program.class, parts.program());
        code.aload(0).iload(1);
        data.load(code, Route.class, route);
        code.loadConstant(toServer ? 1 : 0).loadConstant(step).aload(3);
        code.invokevirtual(
                PROGRAM, "goesOn", MethodTypeDesc.of(CD_boolean, BURST, CD_int, ROUTE, CD_boolean, CD_int, VERDICT));
        code.ifeq(stop).labelBinding(passes);
    }

    private void protect(CodeBuilder code, Station station, boolean on) {
        if (station.observe) {
            data.load(code, Frame.class, parts.frame());
            code.loadConstant(on ? 1 : 0).invokevirtual(FRAME, "readOnly", MethodTypeDesc.of(CD_void, CD_boolean));
        }
    }

    private void unusual(CodeBuilder code, Route route, boolean toServer, int step, Label stop) {
        Label none = code.newLabel();
        data.load(code, Frame.class, parts.frame());
        code.invokevirtual(FRAME, "unusual", MethodTypeDesc.of(CD_boolean)).ifeq(none);
        data.load(code, Program.class, parts.program());
        code.aload(0).iload(1);
        data.load(code, Route.class, route);
        code.loadConstant(toServer ? 1 : 0).loadConstant(step);
        code.invokevirtual(PROGRAM, "unusual", MethodTypeDesc.of(CD_void, BURST, CD_int, ROUTE, CD_boolean, CD_int));
        code.goto_(stop).labelBinding(none);
    }

    /// One pad for all paths on which a node's fields stand at the same places.
    private Object pad(Route route, int place) {
        Station station = route.stations[place];
        int[] offsets = route.offsets[place];
        List<Integer> which = new ArrayList<>(List.of(station.index));
        for (int offset : offsets) {
            which.add(offset);
        }
        return pads.computeIfAbsent(
                which,
                unseen -> Scratchpads.fixed(
                        FieldSpec.scratchpadOf(station.function.getClass()),
                        station.fields,
                        parts.sessions().records().hot(),
                        parts.cursor(),
                        offsets));
    }
}

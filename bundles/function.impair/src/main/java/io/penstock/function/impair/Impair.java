// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.impair;

import io.penstock.api.Edit;
import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Makes a link worse: loses, doubles, reorders, damages, cuts and delays packets of sessions. The same seed
/// does the same to the same packets.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Impair.Config.class, factory = true)
@Vnf(type = "impair", name = "Impair", edits = Edit.WIRE)
public final class Impair implements PacketFunction<NoFields> {
    /// What can be set. Shares are in percent of the packets.
    @ObjectClassDefinition(name = "Impair", description = "Makes a link worse in a way that can be repeated")
    public @interface Config {
        @AttributeDefinition(
                name = "Loss",
                description = "percent lost",
                min = "0",
                max = "100",
                type = AttributeType.DOUBLE)
        double loss() default 0;

        @AttributeDefinition(name = "Duplicate", description = "percent doubled", min = "0", max = "100")
        double duplicate() default 0;

        @AttributeDefinition(
                name = "Reorder",
                description = "percent held back so long that later packets overtake them",
                min = "0",
                max = "100")
        double reorder() default 0;

        @AttributeDefinition(name = "Corrupt", description = "percent with one octet damaged", min = "0", max = "100")
        double corrupt() default 0;

        @AttributeDefinition(name = "Cut", description = "percent cut short", min = "0", max = "100")
        double cut() default 0;

        @AttributeDefinition(
                name = "Delay",
                description = "milliseconds that each packet waits",
                min = "0",
                max = "60000")
        double delay() default 0;

        @AttributeDefinition(
                name = "Jitter",
                description = "milliseconds of further wait at the most",
                min = "0",
                max = "60000")
        double jitter() default 0;

        @AttributeDefinition(
                name = "Reorder gap",
                description = "milliseconds that a reordered packet is held back",
                min = "0",
                max = "60000")
        double gap() default 5;

        @AttributeDefinition(name = "Seed", description = "where the dice begin")
        long seed() default 1;
    }

    private static final Verdict LOST = Verdict.drop("loss");
    private static final double NANOS_PER_MILLI = 1e6;

    private final double loss;
    private final double duplicate;
    private final double reorder;
    private final double corrupt;
    private final double cut;
    private final double delay;
    private final double jitter;
    private final double gap;
    private final SplittableRandom dice;

    @Activate
    public Impair(Config config) {
        loss = config.loss();
        duplicate = config.duplicate();
        reorder = config.reorder();
        corrupt = config.corrupt();
        cut = config.cut();
        delay = config.delay();
        jitter = config.jitter();
        gap = config.gap();
        dice = new SplittableRandom(config.seed());
    }

    @Override
    public Verdict onPacket(Packet packet, NoFields session) {
        if (chance(loss)) {
            return LOST;
        }
        if (chance(corrupt) && packet.length() > 0) {
            packet.damage(dice.nextInt(packet.length()), 1 << dice.nextInt(8));
        }
        if (chance(cut) && packet.length() > 1) {
            packet.cut(1 + dice.nextInt(packet.length() - 1));
        }
        if (chance(duplicate)) {
            packet.duplicate();
        }
        double wait = delay + jitter * dice.nextDouble();
        if (chance(reorder)) {
            wait += gap;
        }
        packet.delay((long) (wait * NANOS_PER_MILLI));
        return Verdict.PASS;
    }

    private boolean chance(double percent) {
        return percent > 0 && dice.nextDouble() * 100 < percent;
    }
}

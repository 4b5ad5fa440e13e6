// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.api.Packet;
import io.penstock.dataplane.packet.Frame;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a function sees of a session that opens: the packet, which of its matches hold, and the translation it may
/// wish.
final class Asked implements Opening {
    private final Classifier classifier;
    private final Frame frame;
    private final Translations translations;
    private final MemorySegment key;
    private @Nullable Station station;

    /// @param key of the session
    Asked(Classifier classifier, Frame frame, Translations translations, MemorySegment key) {
        this.classifier = classifier;
        this.frame = frame;
        this.translations = translations;
        this.key = key;
    }

    /// The same, as one node sees it.
    Asked by(Station node) {
        station = node;
        translations.wish();
        return this;
    }

    /// Begins with a frame without a session: only the matches that name it hold.
    void aboutFrame() {
        classifier.begin(false, true);
    }

    /// Carries out what the function wished.
    void translate(int place) {
        translations.fulfil(frame, key, place);
    }

    @Override
    public int port(End end) {
        return translations.port(frame, end);
    }

    @Override
    public boolean translate(End end, Address address, int port) {
        if (!Objects.requireNonNull(station).translates) {
            throw new IllegalStateException("it translates, but does not say so in @Vnf(translates)");
        }
        return translations.wish(frame, end, address, port);
    }

    @Override
    public Packet packet() {
        return frame;
    }

    @Override
    public int firstMatch() {
        int[] conditions = Objects.requireNonNull(station).conditions;
        if (station.candidates.isPresent()) {
            return classifier.first(station.candidates.get(), conditions, frame);
        }
        for (int i = 0; i < conditions.length; i++) {
            if (classifier.holds(conditions[i], frame)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean matched(int index) {
        return classifier.holds(Objects.requireNonNull(station).conditions[index], frame);
    }
}

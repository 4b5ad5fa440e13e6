// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.resolver.FieldSpec;
import io.penstock.resolver.Plan.PathStep;
import io.penstock.resolver.Plan.PlacedField;
import io.penstock.resolver.Plan.PlannedPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A path made to run: its stations in order and where their fields stand in the record.
final class Route {
    final int index;
    final int client;
    final int server;
    final Station[] stations;
    final int[] outputs;
    final int[][] offsets;
    final int[] handleOffsets;
    final List<PlacedField> fields;
    private final Passage toServer = new Passage();
    private final Passage toClient = new Passage();

    Route(int index, PlannedPath path, Map<String, Station> stations, Map<String, Gate> gates) {
        this.index = index;
        client = Objects.requireNonNull(gates.get(path.client())).index;
        server = Objects.requireNonNull(gates.get(path.server())).index;
        List<PathStep> steps = path.steps();
        this.stations = new Station[steps.size()];
        outputs = new int[steps.size()];
        offsets = new int[steps.size()][];
        for (int i = 0; i < steps.size(); i++) {
            Station station = Objects.requireNonNull(stations.get(steps.get(i).node()));
            this.stations[i] = station;
            outputs[i] = steps.get(i).output();
            offsets[i] = station.fields.stream()
                    .mapToInt(field -> path.offsetOf(station.id, field.name()))
                    .toArray();
        }
        for (Station station : this.stations) {
            station.passages.add(toServer);
            station.passages.add(toClient);
        }
        fields = path.fields();
        List<Integer> handles = new ArrayList<>();
        for (PlacedField field : path.fields()) {
            if (field.spec().kind() == FieldSpec.Kind.HANDLE) {
                handles.add(field.offset());
            }
        }
        handleOffsets = handles.stream().mapToInt(Integer::intValue).toArray();
    }

    /// What went along the whole path in this direction.
    Passage passage(boolean server) {
        return server ? toServer : toClient;
    }

    /// Counts from 0 again.
    void clear() {
        toServer.clear();
        toClient.clear();
    }

    /// The node that a packet meets at this step in this direction.
    Station station(boolean server, int step) {
        return stations[server ? step : stations.length - 1 - step];
    }
}

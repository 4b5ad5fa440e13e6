// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.balancer;

import io.penstock.api.Address;
import io.penstock.api.BadProperty;
import io.penstock.api.Opening;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where sessions are sent to, and how it has answered lately. Nothing is sent to find that out: sessions
/// that stay without an answer tell it.
final class Backend {
    private static final Pattern FORM =
            Pattern.compile("\\s*(?:\\[([^\\]\\s]+)\\](?::(\\d{1,5}))?|([^\\s:]+)(?::(\\d{1,5}))?|(\\S*:\\S*:\\S*))"
                    + "(?:\\s+weight\\s+(\\d{1,3}))?(\\s+drain)?\\s*");
    private static final int MOST_WEIGHT = 100;

    /// A backend that answers slowly is not taken for a dead one.
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    final String text;
    final Address address;
    final int port;
    final int weight;
    private int unanswered;
    private long waitingSince;
    private boolean down;
    private long downSince;

    private Backend(String text, Address address, int port, int weight) {
        this.text = text;
        this.address = address;
        this.port = port;
        this.weight = weight;
    }

    /// Reads `ADDRESS[:PORT] [weight N] [drain]`.
    ///
    /// @throws BadProperty that points at the item
    static Backend parse(int item, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(item, text, "write ADDRESS[:PORT] [weight N] [drain], such as 10.0.0.11:8080 weight 2");
        }
        String host = form.group(1) != null ? form.group(1) : form.group(3) != null ? form.group(3) : form.group(5);
        String port = form.group(2) != null ? form.group(2) : form.group(4);
        int number = port == null ? Opening.NO_PORT : Integer.parseInt(port);
        int weight = form.group(6) == null ? 1 : Integer.parseInt(form.group(6));
        if (number == 0 || number > 65_535 || weight < 1 || weight > MOST_WEIGHT) {
            throw bad(item, text, "ports go from 1 to 65535, weights from 1 to " + MOST_WEIGHT);
        }
        try {
            return new Backend(text.strip(), Address.parse(host), number, form.group(7) == null ? weight : 0);
        } catch (IllegalArgumentException notOne) {
            throw bad(item, text, "write an address like 10.0.0.11 or [fd20::11]:8080");
        }
    }

    private static BadProperty bad(int item, String text, String mend) {
        return new BadProperty("backends", item, 0, "`" + text + "` names no backend", mend);
    }

    /// Whether a new session may be sent to it; one that was down is tried again with a single session.
    ///
    /// @param fails so many sessions without an answer mean that it is down
    boolean takes(long now, int fails, long retryNanos) {
        if (!down && unanswered >= fails && now - waitingSince > PATIENCE_NANOS) {
            down = true;
            downSince = now;
        }
        if (down && now - downSince > retryNanos) {
            downSince = now;
            return true;
        }
        return !down;
    }

    /// A session was sent to it.
    void asked(long now) {
        if (unanswered++ == 0) {
            waitingSince = now;
        }
    }

    /// It answered a session for the first time.
    void answered() {
        unanswered = 0;
        down = false;
    }

    /// It refused a session.
    void refused(long now, int fails) {
        if (unanswered >= fails) {
            down = true;
            downSince = now;
        }
    }
}

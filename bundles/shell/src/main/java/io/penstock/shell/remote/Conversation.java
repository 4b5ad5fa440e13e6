// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;

/// One client's requests, each answered in turn until it leaves, is silent for too long, or talks nonsense.
final class Conversation implements Runnable, Closeable {
    private static final int NONSENSE = 3;

    private final LineChannel lines;
    private final Answers answers;
    private final Duration idle;

    Conversation(LineChannel lines, Answers answers, Duration idle) {
        this.lines = lines;
        this.answers = answers;
        this.idle = idle;
    }

    @Override
    public void run() {
        try (lines) {
            converse();
        } catch (IOException e) {
            // A client may leave at any time; there is nobody to tell.
            return;
        }
    }

    private void converse() throws IOException {
        int nonsense = 0;
        while (nonsense < NONSENSE) {
            Optional<String> request = read();
            if (request.isEmpty()) {
                return;
            }
            Answers.Answer answer = answers.to(request.get());
            lines.write(answer.line(), idle);
            if (answer.ends()) {
                answers.end();
            }
            nonsense = answer.understood() ? 0 : nonsense + 1;
        }
    }

    private Optional<String> read() throws IOException {
        try {
            return lines.read(idle);
        } catch (CharacterCodingException | LineChannel.LineTooLong e) {
            String mend = e instanceof LineChannel.LineTooLong ? "send less" : "send JSON in UTF-8";
            String what = e instanceof LineChannel.LineTooLong ? e.getMessage() : "a line is not UTF-8";
            lines.write(Answers.refused(0, new Refused(Problem.error("request: " + what, mend))), idle);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // It is closed or was never open: either way it is gone.
            return;
        }
    }
}

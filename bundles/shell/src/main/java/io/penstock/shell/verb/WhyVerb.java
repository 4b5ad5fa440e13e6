// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Why;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.WhyText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what would become of one packet.
@Command(
        name = "why",
        description = "Show what would become of one packet, step by step, and which rule decides.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock why office.chain.yaml 'tcp 10.10.0.11:40000 > 10.20.0.2:80'",
            "  penstock why office.chain.yaml office.pcapng:17"
        })
final class WhyVerb extends Verb {
    private static final Pattern FRAME = Pattern.compile("(.+):([0-9]{1,18})");

    @Parameters(index = "0", paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PACKET",
            description = "A packet as 'tcp 10.0.0.1:40000 > 192.0.2.7:80', or FILE:FRAME, the first frame being 1.")
    private List<String> packet = new ArrayList<>();

    @Mixin
    private Ports ports = new Ports();

    @Option(names = "--json", description = "Print the steps as one JSON document.")
    private boolean json;

    WhyVerb(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        try {
            Why why = setting().services().control().why(chain.request(ports), packet());
            if (json) {
                setting().console().print(Json.page(why));
            } else {
                setting().console().print(WhyText.lines(why, colours()));
            }
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }

    /// The packet; a capture's name is taken from the caller's folder, as everything on a command line is.
    private String packet() {
        String text = String.join(" ", packet);
        Matcher frame = FRAME.matcher(text);
        if (frame.matches()) {
            Path capture = setting().folder().resolve(frame.group(1));
            if (Files.exists(capture)) {
                return capture.toAbsolutePath().normalize() + ":" + frame.group(2);
            }
        }
        return text;
    }
}

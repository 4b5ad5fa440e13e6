// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

/// Why a capture cannot be read further: once per file, and never seen outside this package.
final class Damage extends Exception {
    private static final long serialVersionUID = 1L;

    /// The kinds that are counted apart.
    enum Kind {
        /// The file ends in the middle of something.
        TRUNCATED,
        /// The file says what cannot be.
        CORRUPT,
        /// The disk or its driver failed.
        UNREADABLE
    }

    private final Kind kind;

    private Damage(Kind kind, String what) {
        super(what, null, false, false);
        this.kind = kind;
    }

    /// @param where what is cut off, such as `frame 7`
    /// @param offset of the byte at which the file ends
    static Damage truncated(String where, long offset) {
        return new Damage(Kind.TRUNCATED, "ends at byte " + offset + " in the middle of " + where);
    }

    /// @param where what is wrong, such as `frame 7`
    /// @param offset of its first byte
    /// @param what goes on from `which`
    static Damage corrupt(String where, long offset, String what) {
        return new Damage(Kind.CORRUPT, "is damaged in " + where + " at byte " + offset + ", which " + what);
    }

    static Damage unpackable(long offset, String what) {
        return new Damage(Kind.CORRUPT, "cannot be unpacked past byte " + offset + " of its content (" + what + ")");
    }

    static Damage unreadable(long offset, String what) {
        return new Damage(Kind.UNREADABLE, "cannot be read past byte " + offset + " (" + what + ")");
    }

    Kind kind() {
        return kind;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String mend() {
        return switch (kind) {
            case TRUNCATED -> "copy or record it again if the rest is needed";
            case CORRUPT -> "get a sound copy if the rest is needed";
            case UNREADABLE -> "check the disk and copy it elsewhere";
        };
    }
}

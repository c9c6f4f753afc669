package org.metergate.iec62056p21;

/**
 * A password of programming mode. It is in no message, trace or log; {@link #toString()} shows none of it.
 *
 * @param command {@link Command#P1} for the password itself, {@link Command#P2} for the result of a secure algorithm
 * @param secret 1 to 32 printable characters without parentheses
 */
public record Password(Command command, String secret) {
    private static final int LONGEST = 32;

    /** @throws IllegalArgumentException if the command is no password or a character is not allowed; says not which */
    public Password {
        if (command != Command.P1 && command != Command.P2) {
            throw new IllegalArgumentException("a password is sent with P1 or P2, not with " + command);
        }
        if (secret.isEmpty()
                || secret.length() > LONGEST
                || secret.chars().anyMatch(c -> c < ' ' || c > '~' || c == '(' || c == ')' || c == '/' || c == '!')) {
            throw new IllegalArgumentException(
                    "a password has 1 to 32 printable characters, none of them a parenthesis, / or !");
        }
    }

    @Override
    public String toString() {
        return command + "(...)";
    }
}

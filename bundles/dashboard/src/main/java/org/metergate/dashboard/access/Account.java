package org.metergate.dashboard.access;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A user.
 *
 * @param name 1 to 64 letters, digits and {@code . _ @ -}
 * @param mustChange whether the password is one that was made for the user
 */
record Account(String name, Role role, PasswordHash password, boolean mustChange) {

    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}._@-]{1,64}");

    Account {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(password, "password");
        if (!isName(name)) {
            throw new IllegalArgumentException("a user's name is 1 to 64 letters, digits and . _ @ -");
        }
    }

    static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    Account withPassword(PasswordHash fresh, boolean change) {
        return new Account(name, role, fresh, change);
    }

    Account withRole(Role other) {
        return new Account(name, other, password, mustChange);
    }
}

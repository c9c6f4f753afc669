package org.eclipse.kura.configuration;

import org.osgi.annotation.versioning.ProviderType;

/** A password among the properties of a configuration. */
@ProviderType
public class Password {
    private final char[] characters;

    public Password(String password) {
        this(password == null ? null : password.toCharArray());
    }

    /** Keeps the array itself, so that the caller can wipe it. */
    public Password(char[] password) {
        this.characters = password;
    }

    public char[] getPassword() {
        return characters;
    }

    /** The password in clear text. */
    @Override
    public String toString() {
        return new String(characters);
    }
}

package org.metergate.dlms;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * Which key closes APDUs in general-ciphering, and how each of them tells it (IEC 62056-5-3, key-info). Holds keys: never to be
 * logged; its text says nothing of them.
 */
public sealed interface GeneralKey {

    /** The global unicast encryption key, named in each APDU. */
    record Identified() implements GeneralKey {}

    /**
     * A key made for the association, wrapped in each APDU (RFC 3394).
     *
     * @param master the master key that wraps it, 16 bytes, 32 in suite 2
     */
    record Wrapped(byte[] master) implements GeneralKey {

        /** @throws IllegalArgumentException if the key has a wrong length */
        public Wrapped {
            if (master.length != 16 && master.length != 32) {
                throw new IllegalArgumentException(
                        "the master key has " + master.length + " bytes; it must be 16 or 32");
            }
            master = master.clone();
        }

        /** Says nothing of the key. */
        @Override
        public String toString() {
            return "Wrapped";
        }
    }

    /**
     * A key for each APDU, agreed upon by elliptic curves (NIST SP 800-56A); suites 1 and 2.
     *
     * @param scheme how
     * @param own the client's static key agreement key
     * @param meters the meter's static public key agreement key
     */
    record Agreed(Scheme scheme, PrivateKey own, PublicKey meters) implements GeneralKey {

        /** Says nothing of the keys. */
        @Override
        public String toString() {
            return "Agreed " + scheme;
        }
    }

    /** The schemes of key agreement that an APDU can name; their numbers are those of key-parameters. */
    enum Scheme {
        /** One-pass Diffie-Hellman C(1e, 1s): the sender signs an ephemeral key with its key of mechanism 7. */
        ONE_PASS(1),
        /** Static unified model C(0e, 2s): the transaction makes the keys differ. */
        STATIC_UNIFIED(2);

        private final int number;

        Scheme(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}

package org.metergate.emulator.meters.mbus;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A meter with a list of registers, one record each behind its number and its clock, latched at the whole second. Its
 * records fill as many telegrams as they need, or as it is told.
 */
public final class ListedMeter implements Registers {

    private static final int CLOCK_AND_NUMBER = 2;
    private static final int LONGEST_BODY = 255;
    private static final int HEADER = 15;

    private final Clock clock;
    private final byte[] identity;
    private final List<Register> registers;
    private int status;
    private int number;
    private int telegrams = 1;
    private Duration reaction = Duration.ZERO;
    private Optional<byte[]> key = Optional.empty();
    private boolean selectedByNumber;

    /**
     * @param clock the meter's clock, set to UTC
     * @param id identification, 8 hexadecimal digits
     * @param manufacturer three letters
     * @param version 0 to 255
     * @param medium 0 to 255
     * @param registers in the order of its records
     */
    ListedMeter(Clock clock, String id, String manufacturer, int version, int medium, List<Register> registers) {
        this.clock = clock;
        this.identity = Telegram.identity(id, manufacturer, version, medium);
        this.registers = List.copyOf(registers);
        this.number = (int) (Long.parseLong(id, 16) % 90_000_000);
    }

    /** Its records are shared out to so many telegrams. */
    ListedMeter inTelegrams(int count) {
        telegrams = count;
        return this;
    }

    /** It takes so long before it answers. */
    ListedMeter reactingAfter(Duration time) {
        reaction = time;
        return this;
    }

    /** It encrypts its records (security mode 5, EN 13757-7). */
    ListedMeter encryptedWith(byte[] aesKey) {
        key = Optional.of(aesKey.clone());
        return this;
    }

    /** It can be selected by this fabrication number. */
    ListedMeter withFabricationNumber(int digits) {
        number = digits;
        selectedByNumber = true;
        return this;
    }

    /** Its status byte. */
    ListedMeter withStatus(int bits) {
        status = bits;
        return this;
    }

    @Override
    public List<byte[]> telegrams(int accessNumber) {
        Instant latch = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<byte[]> bodies = new ArrayList<>();
        int each = (registers.size() + telegrams - 1) / telegrams;
        for (int from = 0; from < registers.size(); from += each) {
            int to = Math.min(registers.size(), from + each);
            Telegram telegram = new Telegram(identity, accessNumber, status);
            if (from == 0) {
                telegram.digits("78", number).time(LocalDateTime.ofInstant(latch, ZoneOffset.UTC));
            }
            for (Register register : registers.subList(from, to)) {
                telegram.record(
                        register.dif(), register.vif(), register.digits().applyAsLong(latch));
            }
            if (to < registers.size()) {
                telegram.hex("1F"); // more records follow
            }
            bodies.add(protectedBody(telegram.bytes(), accessNumber));
        }
        return bodies;
    }

    @Override
    public Optional<byte[]> identity() {
        return Optional.of(identity.clone());
    }

    @Override
    public Optional<byte[]> fabrication() {
        return selectedByNumber
                ? Optional.of(Arrays.copyOf(Telegram.identity(number, "AAA", 0, 0), 4))
                : Optional.empty();
    }

    @Override
    public Duration reaction() {
        return reaction;
    }

    /** @return the registers; that at place i is record i + {@value #CLOCK_AND_NUMBER} of the readout */
    public List<Register> registers() {
        return registers;
    }

    /** Fills up to whole blocks, encrypts, and says so in the configuration field. */
    private byte[] protectedBody(byte[] plain, int accessNumber) {
        if (key.isEmpty()) {
            return checkedLength(plain);
        }
        int length = plain.length - HEADER + 2;
        int blocks = (length + 15) / 16;
        byte[] body = Arrays.copyOf(plain, HEADER + 16 * blocks);
        byte[] secret = new byte[16 * blocks];
        Arrays.fill(secret, (byte) 0x2F);
        System.arraycopy(plain, HEADER, secret, 2, plain.length - HEADER);
        body[HEADER - 2] = (byte) (blocks << 4);
        body[HEADER - 1] = 0x05;
        byte[] vector = new byte[16];
        System.arraycopy(identity, 4, vector, 0, 2);
        System.arraycopy(identity, 0, vector, 2, 4);
        System.arraycopy(identity, 6, vector, 6, 2);
        Arrays.fill(vector, 8, 16, (byte) accessNumber);
        try {
            Cipher aes = Cipher.getInstance("AES/CBC/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.get(), "AES"), new IvParameterSpec(vector));
            System.arraycopy(aes.doFinal(secret), 0, body, HEADER, secret.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this machine cannot encrypt with AES-128", e);
        }
        return checkedLength(body);
    }

    private static byte[] checkedLength(byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw new IllegalStateException("a telegram of " + body.length + " bytes; share it out to more");
        }
        return body;
    }
}

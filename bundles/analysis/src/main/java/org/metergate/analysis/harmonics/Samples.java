package org.metergate.analysis.harmonics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Samples as a meter packs them into a block of bytes. */
public enum Samples {
    /** Two bytes each, signed, low byte first. */
    INT16_LE(2, ByteOrder.LITTLE_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getShort();
        }
    },
    /** Two bytes each, signed, high byte first, as in DLMS. */
    INT16_BE(2, ByteOrder.BIG_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getShort();
        }
    },
    /** Four bytes each, signed, low byte first. */
    INT32_LE(4, ByteOrder.LITTLE_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getInt();
        }
    },
    /** Four bytes each, signed, high byte first. */
    INT32_BE(4, ByteOrder.BIG_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getInt();
        }
    },
    /** Four bytes each, IEEE 754, low byte first. */
    FLOAT32_LE(4, ByteOrder.LITTLE_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getFloat();
        }
    },
    /** Four bytes each, IEEE 754, high byte first. */
    FLOAT32_BE(4, ByteOrder.BIG_ENDIAN) {
        @Override
        double next(ByteBuffer from) {
            return from.getFloat();
        }
    };

    private final int size;
    private final ByteOrder order;

    Samples(int size, ByteOrder order) {
        this.size = size;
        this.order = order;
    }

    abstract double next(ByteBuffer from);

    /**
     * @param block as the meter gave it
     * @param scale what one step is worth, in V or A
     * @return the samples, in V or A
     * @throws IllegalArgumentException if the block ends within a sample, or a sample is no finite number
     */
    public double[] decode(byte[] block, double scale) {
        if (block.length % size != 0) {
            throw new IllegalArgumentException(
                    block.length + " bytes are no whole number of samples of " + size + " bytes");
        }
        ByteBuffer from = ByteBuffer.wrap(block).order(order);
        double[] samples = new double[block.length / size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = next(from) * scale;
            if (!Double.isFinite(samples[i])) {
                throw new IllegalArgumentException("sample " + i + " is " + samples[i]);
            }
        }
        return samples;
    }
}

package org.metergate.mbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.metergate.mbus.MeterAddress.Secondary;

/**
 * How a group of meters that fit one secondary address is parted: by the digits of the identification, then fabrication
 * number, medium, version and manufacturer. Pure.
 */
final class WildcardTree {

    private static final int DIGITS = 8;
    private static final char ANY_DIGIT = 'F';
    private static final String ANY_NUMBER = "FFFFFFFF";
    private static final String NOBODYS_NUMBER = "EEEEEEEE";
    private static final String VALUES = "0123456789ABCDE";
    private static final int MEDIA_IN_USE = 0x40;

    private WildcardTree() {}

    /**
     * A group and the first digit that may part it; digits before it are known, or F.
     *
     * @param address what selects the group
     * @param digit index of the next digit of the identification, or of the fabrication number if there is one; 8 if
     *     none is left
     */
    record Branch(Secondary address, int digit) {

        /** @return the whole group of an address */
        static Branch of(Secondary address) {
            return new Branch(address, 0);
        }

        /** @return whether no digit of the identification is left to be tried */
        boolean isLast() {
            return !address.fabrication().isEmpty() || next(address.id(), digit) == DIGITS;
        }

        /** @return ways to part the group, to be tried in this order until everybody is found */
        List<Refinement> refinements(List<String> makers) {
            List<Refinement> ways = new ArrayList<>();
            if (!address.fabrication().isEmpty()) {
                for (int at = next(address.fabrication(), digit);
                        at < DIGITS;
                        at = next(address.fabrication(), at + 1)) {
                    ways.add(new Refinement(byNumber(at), Optional.empty()));
                }
                return ways;
            }
            for (int at = next(address.id(), digit); at < DIGITS; at = next(address.id(), at + 1)) {
                ways.add(new Refinement(byId(at, at + 1), Optional.empty()));
            }
            ways.add(new Refinement(
                    List.of(new Branch(numbered(address, ANY_NUMBER), 0)),
                    Optional.of(numbered(address, NOBODYS_NUMBER))));
            if (address.medium() == Secondary.ANY) {
                ways.add(new Refinement(byMedium(0, MEDIA_IN_USE), Optional.empty()));
                ways.add(new Refinement(byMedium(MEDIA_IN_USE, Secondary.ANY), Optional.empty()));
            }
            if (address.version() == Secondary.ANY) {
                ways.add(new Refinement(byVersion(), Optional.empty()));
            }
            if (address.manufacturer().equals("*")) {
                ways.add(new Refinement(byMaker(makers), Optional.empty()));
            }
            return ways;
        }

        /**
         * Looks behind meters that are known, for some whose next digit is F.
         *
         * @param known all meters found in this group
         * @return looks at later digits, the most telling first
         */
        List<Look> behind(Set<MeterAddress> known) {
            int hidden = next(address.id(), digit);
            List<Look> looks = new ArrayList<>();
            for (int at = next(address.id(), hidden + 1); at < DIGITS; at = next(address.id(), at + 1)) {
                int place = at;
                Set<Character> values = known.stream()
                        .filter(Secondary.class::isInstance)
                        .map(meter -> ((Secondary) meter).id().charAt(place))
                        .collect(Collectors.toSet());
                looks.add(new Look(byId(at, hidden + 1), values.size(), values.size() == known.size()));
            }
            looks.sort(Comparator.comparing(Look::values).reversed());
            return looks;
        }

        private List<Branch> byId(int at, int next) {
            List<Branch> children = new ArrayList<>();
            for (char value : VALUES.toCharArray()) {
                Secondary a = address;
                String id = with(a.id(), at, value);
                children.add(new Branch(new Secondary(id, a.manufacturer(), a.version(), a.medium()), next));
            }
            return children;
        }

        private List<Branch> byNumber(int at) {
            List<Branch> children = new ArrayList<>();
            for (char value : VALUES.toCharArray()) {
                children.add(new Branch(numbered(address, with(address.fabrication(), at, value)), at + 1));
            }
            return children;
        }

        private List<Branch> byMedium(int from, int to) {
            List<Branch> children = new ArrayList<>();
            for (int medium = from; medium < to; medium++) {
                children.add(new Branch(
                        new Secondary(address.id(), address.manufacturer(), address.version(), medium), DIGITS));
            }
            return children;
        }

        private List<Branch> byVersion() {
            List<Branch> children = new ArrayList<>();
            for (int version = 0; version < Secondary.ANY; version++) {
                children.add(new Branch(
                        new Secondary(address.id(), address.manufacturer(), version, address.medium()), DIGITS));
            }
            return children;
        }

        private List<Branch> byMaker(List<String> makers) {
            List<Branch> children = new ArrayList<>();
            for (String maker : makers) {
                children.add(
                        new Branch(new Secondary(address.id(), maker, address.version(), address.medium()), DIGITS));
            }
            return children;
        }
    }

    /**
     * One way to part a group.
     *
     * @param children the parts
     * @param silent an address that nobody has: a meter that answers to it all the same does not look at what this way
     *     goes by, and would answer to every part of it
     */
    record Refinement(List<Branch> children, Optional<Secondary> silent) {}

    /**
     * A look behind known meters.
     *
     * @param children the parts
     * @param values how many values the digit has among those that are known
     * @param conclusive whether it has another value for each
     */
    record Look(List<Branch> children, int values, boolean conclusive) {}

    private static Secondary numbered(Secondary a, String fabrication) {
        return new Secondary(a.id(), a.manufacturer(), a.version(), a.medium(), fabrication);
    }

    private static String with(String digits, int at, char value) {
        return digits.substring(0, at) + value + digits.substring(at + 1);
    }

    /** The first wildcard from there on. */
    private static int next(String digits, int from) {
        int at = from;
        while (at < DIGITS && digits.charAt(at) != ANY_DIGIT) {
            at++;
        }
        return at;
    }
}

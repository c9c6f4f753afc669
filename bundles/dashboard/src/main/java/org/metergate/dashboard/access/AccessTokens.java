package org.metergate.dashboard.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.metergate.dashboard.access.RefusedException.Reason;

/**
 * Access tokens: JSON Web Tokens (RFC 7519) of the type {@code at+jwt}, signed with HS256 and nothing else (RFC 8725, 3.1),
 * by a key that the header may name and never bring (3.10). Any thread.
 */
final class AccessTokens {

    /** How long one is good. */
    static final Duration LIFE = Duration.ofMinutes(10);

    static final String ISSUER = "metergate";
    static final String AUDIENCE = "metergate-dashboard";

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String SESSION = "sid";

    /** Longest token that is looked at, in characters. */
    private static final int LONGEST = 2000;

    /** Clocks of gateway and gateway do not differ; a second for what is rounded. */
    private static final Duration SKEW = Duration.ofSeconds(1);

    /** What a token says, before anyone looked whether its session lives. */
    record Claims(String user, String session, Instant until) {}

    private final SigningKeys keys;
    private final Clock clock;

    AccessTokens(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** @return the token, good for {@link #LIFE} */
    String issue(String user, String session) throws IOException {
        SigningKeys.Key key = keys.current();
        Instant now = clock.instant();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(TYPE)
                        .keyID(key.id())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(user)
                        .claim(SESSION, session)
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .build());
        try {
            token.sign(new MACSigner(key.secret()));
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 with a key of 256 bits cannot fail", e);
        }
        return token.serialize();
    }

    /**
     * @return what a token says that is genuine and of now
     * @throws RefusedException if it is not
     */
    Claims verify(String text) throws RefusedException {
        if (text.length() > LONGEST) {
            throw refused("is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWSHeader header = token.getHeader();
            if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())
                    || !TYPE.equals(header.getType())
                    || header.getCriticalParams() != null) {
                throw refused("is of a kind that is not issued here");
            }
            SigningKeys.Key key = Optional.ofNullable(header.getKeyID())
                    .flatMap(keys::find)
                    .orElseThrow(() -> refused("is signed with a key that is not known here"));
            if (!token.verify(new MACVerifier(key.secret()))) {
                throw refused("has been changed");
            }
            return claims(token.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused("is none");
        }
    }

    private Claims claims(JWTClaimsSet claims) throws RefusedException, ParseException {
        String session = claims.getStringClaim(SESSION);
        if (!ISSUER.equals(claims.getIssuer())
                || !List.of(AUDIENCE).equals(claims.getAudience())
                || claims.getSubject() == null
                || session == null) {
            throw refused("is meant for something else");
        }
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null
                || claims.getNotBeforeTime() == null
                || !now.isBefore(claims.getExpirationTime().toInstant())) {
            throw refused("has ended");
        }
        if (now.plus(SKEW).isBefore(claims.getNotBeforeTime().toInstant())) {
            throw refused("begins later: the clock was set back");
        }
        return new Claims(
                claims.getSubject(), session, claims.getExpirationTime().toInstant());
    }

    private static RefusedException refused(String why) {
        return new RefusedException(Reason.TOKEN, "the access token " + why);
    }
}

package io.perennial.secret;

import java.time.Instant;

/**
 * A secret that can be recovered.
 *
 * @param current as which it would come back
 * @param purgeAt when it is purged by itself
 */
public record DeletedSecret(SecretVersion current, Instant deletedAt, Instant purgeAt) {}

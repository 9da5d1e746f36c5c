package io.perennial.issuer;

import io.perennial.kernel.IssuerId;

/** An issuer's settings were edited: what failed because of them may be tried again at once. */
public record IssuerChanged(IssuerId issuer) {}

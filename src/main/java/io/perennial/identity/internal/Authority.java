package io.perennial.identity.internal;

/**
 * Whom clients ask for tokens, at the address that they use. There are two by name, for the one
 * tenant: {@code adfs}, with which SDKs ask nobody else, and the tenant's GUID.
 *
 * @param base {@code https://HOST} with the port unless it is 443
 * @param name the first segment of every path
 */
record Authority(String base, String name) {

  static final String ADFS = "adfs";

  /** As tokens name it (RFC 7519, section 4.1.1). */
  String issuer() {
    return base + issuerPath(name);
  }

  static String issuerPath(String name) {
    return "/" + name + version(name);
  }

  String configuration() {
    return issuer() + "/.well-known/openid-configuration";
  }

  String tokenEndpoint() {
    return endpoint("/oauth2", "/token");
  }

  /** Nothing answers there, because people do not sign in; clients refuse a document without. */
  String authorizationEndpoint() {
    return endpoint("/oauth2", "/authorize");
  }

  String keys() {
    return endpoint("/discovery", "/keys");
  }

  private String endpoint(String before, String after) {
    return base + "/" + name + before + version(name) + after;
  }

  private static String version(String name) {
    return name.equals(ADFS) ? "" : "/v2.0";
  }
}

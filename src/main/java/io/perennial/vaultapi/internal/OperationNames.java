package io.perennial.vaultapi.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.springframework.web.servlet.HandlerMapping;

/** What Key Vault calls an operation in its logs: the object's kind and a verb. */
final class OperationNames {

  private static final Map<String, String> NAMES = names();

  private OperationNames() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    objects(names, "certificates", "Certificate");
    objects(names, "secrets", "Secret");
    objects(names, "keys", "Key");
    String certificate = "/certificates/{name}";
    names.put("POST " + certificate + "/create", "CertificateCreate");
    names.put("POST " + certificate + "/import", "CertificateImport");
    names.put("GET " + certificate + "/policy", "CertificatePolicyGet");
    names.put("PATCH " + certificate + "/policy", "CertificatePolicyUpdate");
    names.put("GET " + certificate + "/pending", "CertificatePendingGet");
    names.put("PATCH " + certificate + "/pending", "CertificatePendingUpdate");
    names.put("DELETE " + certificate + "/pending", "CertificatePendingDelete");
    names.put("POST " + certificate + "/pending/merge", "CertificatePendingMerge");
    names.put("GET /certificates/issuers", "CertificateIssuersList");
    String issuer = "/certificates/issuers/{issuer}";
    names.put("GET " + issuer, "CertificateIssuerGet");
    names.put("PUT " + issuer, "CertificateIssuerSet");
    names.put("PATCH " + issuer, "CertificateIssuerUpdate");
    names.put("DELETE " + issuer, "CertificateIssuerDelete");
    String contacts = "/certificates/contacts";
    names.put("GET " + contacts, "CertificateContactsGet");
    names.put("PUT " + contacts, "CertificateContactsSet");
    names.put("DELETE " + contacts, "CertificateContactsDelete");
    names.put("PUT /secrets/{name}", "SecretSet");
    for (String use : new String[] {"Sign", "Verify", "Encrypt", "Decrypt", "Wrap", "Unwrap"}) {
      String word = use.endsWith("rap") ? use + "key" : use;
      String end = "/" + word.toLowerCase(java.util.Locale.ROOT);
      names.put("POST /keys/{name}" + end, "Key" + use);
      names.put("POST /keys/{name}/{version}" + end, "Key" + use);
    }
    return Map.copyOf(names);
  }

  /** What all three kinds have in common. */
  private static void objects(Map<String, String> names, String collection, String kind) {
    String all = "/" + collection;
    String one = all + "/{name}";
    String gone = "/deleted" + collection;
    names.put("GET " + all, kind + "List");
    names.put("GET " + one, kind + "Get");
    names.put("GET " + one + "/{version}", kind + "Get");
    names.put("GET " + one + "/versions", kind + "ListVersions");
    names.put("PATCH " + one, kind + "Update");
    names.put("PATCH " + one + "/{version}", kind + "Update");
    names.put("DELETE " + one, kind + "Delete");
    names.put("POST " + one + "/backup", kind + "Backup");
    names.put("POST " + all + "/restore", kind + "Restore");
    names.put("GET " + gone, kind + "ListDeleted");
    names.put("GET " + gone + "/{name}", kind + "GetDeleted");
    names.put("POST " + gone + "/{name}/recover", kind + "Recover");
    names.put("DELETE " + gone + "/{name}", kind + "Purge");
  }

  /**
   * Of the request that is being answered; empty before it has a route, and for one that is none.
   */
  static String of(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (pattern == null || !pattern.toString().startsWith(VaultRequest.PREFIX)) {
      return "";
    }
    String route = pattern.toString().substring(VaultRequest.PREFIX.length());
    return NAMES.getOrDefault(request.getMethod() + " " + route, "");
  }

  /** Whether a route, such as {@code GET /keys}, has a name. */
  static boolean has(String route) {
    return NAMES.containsKey(route);
  }
}

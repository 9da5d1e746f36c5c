package io.perennial.vaultapi.internal;

import static io.perennial.access.DataAction.CERTIFICATECAS_DELETE;
import static io.perennial.access.DataAction.CERTIFICATECAS_READ;
import static io.perennial.access.DataAction.CERTIFICATECAS_WRITE;
import static io.perennial.access.DataAction.CERTIFICATECONTACTS_WRITE;
import static io.perennial.access.DataAction.CERTIFICATES_BACKUP;
import static io.perennial.access.DataAction.CERTIFICATES_CREATE;
import static io.perennial.access.DataAction.CERTIFICATES_DELETE;
import static io.perennial.access.DataAction.CERTIFICATES_IMPORT;
import static io.perennial.access.DataAction.CERTIFICATES_PURGE;
import static io.perennial.access.DataAction.CERTIFICATES_READ;
import static io.perennial.access.DataAction.CERTIFICATES_RECOVER;
import static io.perennial.access.DataAction.CERTIFICATES_RESTORE;
import static io.perennial.access.DataAction.CERTIFICATES_UPDATE;
import static io.perennial.access.DataAction.KEYS_BACKUP;
import static io.perennial.access.DataAction.KEYS_DECRYPT;
import static io.perennial.access.DataAction.KEYS_DELETE;
import static io.perennial.access.DataAction.KEYS_ENCRYPT;
import static io.perennial.access.DataAction.KEYS_READ;
import static io.perennial.access.DataAction.KEYS_SIGN;
import static io.perennial.access.DataAction.KEYS_UNWRAP;
import static io.perennial.access.DataAction.KEYS_UPDATE;
import static io.perennial.access.DataAction.KEYS_VERIFY;
import static io.perennial.access.DataAction.KEYS_WRAP;
import static io.perennial.access.DataAction.SECRETS_BACKUP;
import static io.perennial.access.DataAction.SECRETS_DELETE;
import static io.perennial.access.DataAction.SECRETS_GET;
import static io.perennial.access.DataAction.SECRETS_LIST;
import static io.perennial.access.DataAction.SECRETS_PURGE;
import static io.perennial.access.DataAction.SECRETS_RECOVER;
import static io.perennial.access.DataAction.SECRETS_RESTORE;
import static io.perennial.access.DataAction.SECRETS_SET;
import static io.perennial.access.DataAction.SECRETS_UPDATE;

import io.perennial.access.DataAction;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which data action each route of a vault asks for. A route that is not here fails the build. */
final class RouteRights {

  /** What a route is about, which is where its right is asked for. */
  enum About {
    VAULT,
    CERTIFICATE,
    DELETED_CERTIFICATE,
    SECRET
  }

  record Right(DataAction action, About about) {}

  private static final String CERTIFICATE = "/certificates/{name}";
  private static final String SECRET = "/secrets/{name}";
  private static final String KEY = "/keys/{name}";
  private static final String VERSION = "/{version}";

  private final Map<String, Right> rows = new LinkedHashMap<>();

  private RouteRights() {}

  static Map<String, Right> rows() {
    RouteRights table = new RouteRights();
    table.certificates();
    table.secrets();
    table.keys();
    return table.rows;
  }

  private void certificates() {
    row("GET /certificates", CERTIFICATES_READ, About.VAULT);
    certificate("GET", "", CERTIFICATES_READ);
    certificate("GET", VERSION, CERTIFICATES_READ);
    certificate("GET", "/versions", CERTIFICATES_READ);
    certificate("GET", "/policy", CERTIFICATES_READ);
    certificate("GET", "/pending", CERTIFICATES_READ);
    certificate("POST", "/create", CERTIFICATES_CREATE);
    certificate("POST", "/pending/merge", CERTIFICATES_CREATE);
    certificate("POST", "/import", CERTIFICATES_IMPORT);
    certificate("POST", "/backup", CERTIFICATES_BACKUP);
    row("POST /certificates/restore", CERTIFICATES_RESTORE, About.VAULT);
    certificate("PATCH", "", CERTIFICATES_UPDATE);
    certificate("PATCH", VERSION, CERTIFICATES_UPDATE);
    certificate("PATCH", "/policy", CERTIFICATES_UPDATE);
    certificate("PATCH", "/pending", CERTIFICATES_UPDATE);
    certificate("DELETE", "/pending", CERTIFICATES_UPDATE);
    certificate("DELETE", "", CERTIFICATES_DELETE);
    issuers();
    row("GET /deletedcertificates", CERTIFICATES_READ, About.VAULT);
    deleted("GET", "", CERTIFICATES_READ);
    deleted("POST", "/recover", CERTIFICATES_RECOVER);
    deleted("DELETE", "", CERTIFICATES_PURGE);
  }

  private void issuers() {
    String issuers = "/certificates/issuers";
    String contacts = "/certificates/contacts";
    row("GET " + issuers, CERTIFICATECAS_READ, About.VAULT);
    row("GET " + issuers + "/{issuer}", CERTIFICATECAS_READ, About.VAULT);
    row("PUT " + issuers + "/{issuer}", CERTIFICATECAS_WRITE, About.VAULT);
    row("PATCH " + issuers + "/{issuer}", CERTIFICATECAS_WRITE, About.VAULT);
    row("DELETE " + issuers + "/{issuer}", CERTIFICATECAS_DELETE, About.VAULT);
    row("GET " + contacts, CERTIFICATECONTACTS_WRITE, About.VAULT);
    row("PUT " + contacts, CERTIFICATECONTACTS_WRITE, About.VAULT);
    row("DELETE " + contacts, CERTIFICATECONTACTS_WRITE, About.VAULT);
  }

  private void secrets() {
    row("GET /secrets", SECRETS_LIST, About.VAULT);
    secret("GET", "/versions", SECRETS_LIST);
    secret("GET", "", SECRETS_GET);
    secret("GET", VERSION, SECRETS_GET);
    secret("PUT", "", SECRETS_SET);
    secret("PATCH", "", SECRETS_UPDATE);
    secret("PATCH", VERSION, SECRETS_UPDATE);
    secret("POST", "/backup", SECRETS_BACKUP);
    row("POST /secrets/restore", SECRETS_RESTORE, About.VAULT);
    secret("DELETE", "", SECRETS_DELETE);
    row("GET /deletedsecrets", SECRETS_LIST, About.VAULT);
    row("GET /deletedsecrets/{name}", SECRETS_LIST, About.SECRET);
    row("POST /deletedsecrets/{name}/recover", SECRETS_RECOVER, About.SECRET);
    row("DELETE /deletedsecrets/{name}", SECRETS_PURGE, About.SECRET);
  }

  private void keys() {
    row("GET /keys", KEYS_READ, About.VAULT);
    key("GET", "", KEYS_READ);
    key("GET", VERSION, KEYS_READ);
    key("GET", "/versions", KEYS_READ);
    both("sign", KEYS_SIGN);
    both("verify", KEYS_VERIFY);
    both("encrypt", KEYS_ENCRYPT);
    both("decrypt", KEYS_DECRYPT);
    both("wrapkey", KEYS_WRAP);
    both("unwrapkey", KEYS_UNWRAP);
    key("PATCH", "", KEYS_UPDATE);
    key("PATCH", VERSION, KEYS_UPDATE);
    key("DELETE", "", KEYS_DELETE);
    key("POST", "/backup", KEYS_BACKUP);
  }

  private void certificate(String method, String below, DataAction action) {
    row(method + " " + CERTIFICATE + below, action, About.CERTIFICATE);
  }

  private void deleted(String method, String below, DataAction action) {
    row(method + " /deletedcertificates/{name}" + below, action, About.DELETED_CERTIFICATE);
  }

  private void secret(String method, String below, DataAction action) {
    row(method + " " + SECRET + below, action, About.SECRET);
  }

  /** A key is its certificate's. */
  private void key(String method, String below, DataAction action) {
    row(method + " " + KEY + below, action, About.CERTIFICATE);
  }

  private void both(String operation, DataAction action) {
    key("POST", "/" + operation, action);
    key("POST", VERSION + "/" + operation, action);
  }

  private void row(String route, DataAction action, About about) {
    rows.put(route, new Right(action, about));
  }
}

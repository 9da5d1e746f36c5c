package io.perennial.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * H2 closes its database when a write fails, such as on a full disk, and opens it anew only once
 * every connection to the closed one is gone. So the pool gives each up that hears of it; named in
 * the pool's settings.
 */
public class ClosedDatabase implements SQLExceptionOverride {

  /** H2's codes for a database that was closed under its connections. */
  private static final int CLOSED = 90_098;

  private static final int CONNECTION_BROKEN = 90_067;
  private static final int CLOSING = 90_121;

  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    return is(failure)
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }

  static boolean is(SQLException failure) {
    int code = failure.getErrorCode();
    return code == CLOSED || code == CONNECTION_BROKEN || code == CLOSING;
  }
}

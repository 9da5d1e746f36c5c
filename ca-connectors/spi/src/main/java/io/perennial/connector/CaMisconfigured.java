package io.perennial.connector;

/** A setting of the issuer is wrong; no order can succeed until a person changes it. */
public final class CaMisconfigured extends ConnectorException {

  private final String setting;

  /**
   * @param setting the name of the {@link Setting} to change
   */
  public CaMisconfigured(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  public String setting() {
    return setting;
  }
}

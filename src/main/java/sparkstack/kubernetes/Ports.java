package sparkstack.kubernetes;

/** Every port of the stack. Spark chooses the ports of executors at random. */
public final class Ports {
  public static final int MASTER = 7077;
  public static final int MASTER_UI = 8080;
  public static final int WORKER = 7078;
  public static final int WORKER_UI = 8081;
  public static final int DRIVER = 7079;
  public static final int DRIVER_BLOCK_MANAGER = 7080;
  public static final int DRIVER_UI = 4040;

  /** Name of the port for RPC with other roles. */
  public static final String RPC = "rpc";

  /** Name of the port of a role's web UI. */
  public static final String UI = "http";

  /** Name of the port of a web UI with TLS. */
  public static final String SECURE_UI = "https";

  /** Name of the driver's port for the exchange of blocks with executors. */
  public static final String BLOCK_MANAGER = "blocks";

  private Ports() {}
}

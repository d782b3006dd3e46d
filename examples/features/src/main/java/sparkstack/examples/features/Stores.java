package sparkstack.examples.features;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.kvstore.KVIndex;
import org.apache.spark.util.kvstore.KVStore;
import org.apache.spark.util.kvstore.LevelDB;
import org.apache.spark.util.kvstore.RocksDB;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** Stores of masters and history servers. */
final class Stores {

  private static final int TICK_MS = 2_000;

  private Stores() {}

  /** An entry of a history server's store. */
  static final class Entry {
    @KVIndex public String key;
    public int value;
  }

  static void rocksDb(SparkSession spark, Path folder) throws Exception {
    Files.createDirectories(folder);
    try (var store = new RocksDB(folder.resolve("store").toFile())) {
      checkKeeps(store);
    }
  }

  static void levelDb(SparkSession spark, Path folder) throws Exception {
    Files.createDirectories(folder);
    try (var store = new LevelDB(folder.resolve("store").toFile())) {
      checkKeeps(store);
    }
  }

  private static void checkKeeps(KVStore store) throws Exception {
    var entry = new Entry();
    entry.key = "a";
    entry.value = 1;
    store.write(entry);
    Check.equal(1, store.read(Entry.class, "a").value);
  }

  /** Masters in standby elect a leader with ZooKeeper. Runs a ZooKeeper server in this JVM. */
  static void zooKeeper(SparkSession spark, Path folder) throws Exception {
    Files.createDirectories(folder);
    var server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MS);
    var connections = new NIOServerCnxnFactory();
    connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    try {
      connections.startup(server);
      checkWritesTo("localhost:" + connections.getLocalPort());
    } finally {
      connections.shutdown();
    }
  }

  private static void checkWritesTo(String address) throws Exception {
    try (var client = CuratorFrameworkFactory.newClient(address, new RetryOneTime(1))) {
      client.start();
      client.create().creatingParentsIfNeeded().forPath("/spark/leader", new byte[] {7});
      Check.equal((byte) 7, client.getData().forPath("/spark/leader")[0]);
    }
  }
}

package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Follows every link of Spark's web UI from one page, like a browser outside the cluster.
 *
 * <p>Links are the references of pages, style sheets, redirects and the scripts of Spark's pages.
 * Each must respond with a status below 400, and none may lead to a host other than the one that
 * the browser requested: other hosts are known in the cluster only. For a form with the method POST
 * and for a link that stops something, only the URL is checked.
 */
public final class LinkCrawl {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A URL in CSS, with or without quotes. */
  private static final Pattern STYLE_URL = Pattern.compile("url\\(['\"]?([^'\")]+)['\"]?\\)");

  /** The prefix of an application's pages, such as {@code /proxy/app-20260101000000-0000}. */
  private static final Pattern APPLICATION = Pattern.compile("(.*/(app-\\d+-\\d+))/executors/");

  /** The paths that these pages request from the REST API. */
  private static final List<String> REST =
      List.of("allexecutors", "allmiscellaneousprocess", "environment", "sql", "stages");

  /** Parameters that select the content of a page; all others select its presentation. */
  private static final Set<String> SELECTING =
      Set.of("id", "attempt", "appId", "executorId", "driverId", "logType");

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** A link and the page that has it. */
  private record Link(URI page, URI target) {}

  private final URI start;
  private final URI address;
  private Optional<Set<String>> workers = Optional.empty();
  private BiConsumer<String, String> reader = (link, content) -> {};
  private final Deque<Link> ahead = new ArrayDeque<>();
  private final Set<String> shapes = new HashSet<>();
  private final Set<String> visited = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  private LinkCrawl(URI start, URI address) {
    this.start = start;
    this.address = address;
  }

  /** A crawl from a URL that this machine can reach. */
  public static LinkCrawl from(String url) {
    return from(url, url);
  }

  /**
   * A crawl from a URL whose host leads to the cluster in another network only.
   *
   * @param url URL that the browser requests
   * @param address URL that the requests are sent to, over HTTP and with the browser's {@code Host}
   *     header, like those of a load balancer or of an Ingress controller that terminates TLS
   */
  public static LinkCrawl from(String url, String address) {
    return new LinkCrawl(URI.create(url + "/"), URI.create(address + "/"));
  }

  /**
   * Skips the pages of workers that no longer exist: the logs of their executors are gone too.
   *
   * @param alive IDs of the workers that are alive
   */
  public LinkCrawl withWorkers(Set<String> alive) {
    workers = Optional.of(alive);
    return this;
  }

  /**
   * Passes on what it gets.
   *
   * @param reader gets the path with the query of each link that works, and its content
   */
  public LinkCrawl readBy(BiConsumer<String, String> reader) {
    this.reader = reader;
    return this;
  }

  /**
   * Follows all links.
   *
   * @return paths and queries of the links that work
   * @throws AssertionError if links do not work; it names each link and the page that has it
   */
  public Set<String> requireThatAllWork() throws IOException, InterruptedException {
    ahead.add(new Link(start, start));
    while (!ahead.isEmpty()) {
      visit(ahead.remove());
    }
    assertEquals("", String.join("\n", faults), "Links that do not work from outside");
    return visited;
  }

  private void visit(Link link) throws IOException, InterruptedException {
    if (isOfGoneWorker(link.target()) || isLogRedirectToHttp(link)) {
      return;
    }
    if (!isOnTheSameHost(link.target())) {
      faults.add(link.page() + " links to another host: " + link.target());
      return;
    }
    if (isAction(link.target()) || !shapes.add(shape(link.target()))) {
      return;
    }
    var response = get(link.target());
    if (response.statusCode() >= 400) {
      faults.add(
          "%s links to %s, which responds with %d"
              .formatted(link.page(), link.target(), response.statusCode()));
      return;
    }
    visited.add(pathAndQuery(link.target()));
    reader.accept(pathAndQuery(link.target()), response.body());
    links(link.target(), response).forEach(target -> ahead.add(new Link(link.target(), target)));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address.resolve(pathAndQuery(uri))).timeout(TIMEOUT);
    if (!address.equals(start)) {
      request.header("Host", start.getAuthority());
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String pathAndQuery(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  private boolean isOnTheSameHost(URI uri) {
    return start.getScheme().equals(uri.getScheme())
        && start.getAuthority().equals(uri.getAuthority());
  }

  private boolean isOfGoneWorker(URI uri) {
    return Stream.of(uri.getPath().split("/"))
        .filter(part -> part.startsWith("worker-"))
        .anyMatch(part -> workers.isPresent() && !workers.get().contains(part));
  }

  /**
   * The only link of Spark 4.3.0 that is wrong behind TLS: a worker redirects {@code /log} to
   * {@code /log/}, and the master's proxy makes this an absolute URL that always has the scheme
   * {@code http}. With {@code spark.ui.proxyRedirectUri}, a worker would drop the query, so the
   * button "Load More" of a log page would never work.
   */
  private boolean isLogRedirectToHttp(Link link) {
    return start.getScheme().equals("https")
        && link.target().getScheme().equals("http")
        && start.getAuthority().equals(link.target().getAuthority())
        && link.page().getPath().matches("/proxy/worker-[^/]+/log")
        && link.target().getPath().equals(link.page().getPath() + "/");
  }

  /** True for a link that stops a job or a query. Some of these links do so on GET, too. */
  private static boolean isAction(URI uri) {
    return Arrays.asList(uri.getPath().split("/")).contains("kill");
  }

  /**
   * The URL without values of presentation parameters. Tables have a link for each column and
   * order, and one link for each set of parameters is enough.
   */
  private static String shape(URI uri) {
    var parameters =
        Stream.ofNullable(uri.getRawQuery())
            .flatMap(query -> Stream.of(query.split("&")))
            .filter(parameter -> !parameter.isEmpty())
            .map(it -> SELECTING.contains(it.split("=")[0]) ? it : it.split("=")[0])
            .sorted()
            .collect(Collectors.joining("&"));
    return uri.getPath() + "?" + parameters;
  }

  private static List<URI> links(URI page, HttpResponse<String> response) {
    var headers = response.headers();
    if (response.statusCode() >= 300) {
      return List.of(page.resolve(headers.firstValue("Location").orElseThrow()));
    }
    var type = headers.firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      return linksOfPage(page, Jsoup.parse(response.body(), page.toString()));
    }
    if (type.startsWith("text/css")) {
      return STYLE_URL
          .matcher(response.body())
          .results()
          .map(match -> match.group(1))
          .filter(link -> !link.startsWith("data:"))
          .map(page::resolve)
          .toList();
    }
    return page.getPath().endsWith("/allexecutors")
        ? linksOfExecutors(page, JsonParser.parseString(response.body()))
        : List.of();
  }

  private static List<URI> linksOfPage(URI page, Document document) {
    var written =
        Stream.of("href", "src", "action")
            .flatMap(name -> document.select("[" + name + "]").stream().map(it -> link(it, name)))
            .filter(link -> !link.isEmpty() && !link.startsWith("data:"))
            .map(LinkCrawl::uri);
    return Stream.concat(written, scriptLinks(page)).toList();
  }

  /** The absolute URL without its fragment. */
  private static String link(Element element, String attribute) {
    var link = element.absUrl(attribute);
    var fragment = link.indexOf('#');
    return fragment < 0 ? link : link.substring(0, fragment);
  }

  /** Parses a link. Browsers accept characters that are invalid in a URI. */
  private static URI uri(String link) {
    return URI.create(link.replace(" ", "%20").replace("[", "%5B").replace("]", "%5D"));
  }

  /** The URLs that the scripts of Spark's pages request to fill the page. */
  private static Stream<URI> scriptLinks(URI page) {
    if (page.getPath().endsWith("/logPage/")) {
      return Stream.of(page.resolve("../log?" + page.getRawQuery() + "&byteLength=0"));
    }
    var application = APPLICATION.matcher(page.getPath());
    if (!application.matches()) {
      return Stream.of();
    }
    var api = application.group(1) + "/api/v1/applications";
    return Stream.concat(
            Stream.of(api),
            REST.stream().map(name -> api + "/" + application.group(2) + "/" + name))
        .map(page::resolve);
  }

  private static List<URI> linksOfExecutors(URI page, JsonElement executors) {
    var pages = page.getPath().replaceFirst("/api/v1/.*", "/executors/");
    var links = new ArrayList<URI>();
    for (var element : executors.getAsJsonArray()) {
      var executor = element.getAsJsonObject();
      executor
          .getAsJsonObject("executorLogs")
          .asMap()
          .values()
          .forEach(link -> links.add(page.resolve(uri(link.getAsString()))));
      if (executor.get("isActive").getAsBoolean()) {
        for (var about : List.of("threadDump", "heapHistogram")) {
          links.add(
              page.resolve(
                  "%s%s/?executorId=%s".formatted(pages, about, executor.get("id").getAsString())));
        }
      }
    }
    return links;
  }
}

package sparkstack.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks for a name and a password (HTTP Basic, RFC 7617) before the master's web UI, which serves the
 * pages of workers and drivers too ({@code spark.ui.filters}).
 *
 * <p>Passwords end at the master: it asks workers and drivers with a token ({@link MasterToken}), so
 * an application never gets the password of someone who looks at its pages. Workers and drivers
 * accept that token only. No address, path or forwarded header counts: each request needs one or the
 * other.
 *
 * <p>Parameter: {@code users}, the file with the users; without it, only the token counts.
 *
 * <p>For Spark 3, the build replaces {@code jakarta.servlet} with {@code javax.servlet}.
 */
public final class AccessFilter implements Filter {
  /** The name of the user, from the master to workers and drivers, for Spark's access lists. */
  private static final String USER = "X-Spark-User";

  private static final String AUTHORIZATION = "Authorization";

  /** Spark makes a filter for each page of its UI. All have the same passwords that were right. */
  private static final Map<Path, Users> FILES = new ConcurrentHashMap<>();

  private MasterToken token;
  private Optional<Users> users;

  @Override
  public void init(FilterConfig config) throws ServletException {
    var secret = System.getProperty(MasterToken.SECRET);
    if (secret == null) {
      throw new ServletException("spark:uiUsers needs the cluster's secret (spark:authentication)");
    }
    token = MasterToken.of(secret);
    users =
        Optional.ofNullable(config.getInitParameter("users"))
            .map(it -> FILES.computeIfAbsent(Path.of(it), Users::new));
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var asked = (HttpServletRequest) request;
    var answer = (HttpServletResponse) response;
    var authorization = asked.getHeader(AUTHORIZATION);
    if (token.isIn(authorization)) {
      chain.doFilter(as(asked, asked.getHeader(USER)), response);
    } else if (users.isPresent()) {
      var login = login(authorization);
      switch (login.map(it -> users.get().check(it.name(), it.password())).orElse(Users.Answer.WRONG)) {
        case RIGHT -> chain.doFilter(as(asked, login.get().name()), response);
        case WRONG -> askForPassword(answer);
        case BUSY -> answer.sendError(503, "Too many users log in at the same time: try again.");
      }
    } else {
      refuse(answer, 403, "Open this page through the master's web UI.");
    }
  }

  private static void askForPassword(HttpServletResponse answer) throws IOException {
    answer.setHeader("WWW-Authenticate", "Basic realm=\"Spark\", charset=\"UTF-8\"");
    refuse(answer, 401, "This page needs a user of spark:uiUsers.");
  }

  private static void refuse(HttpServletResponse answer, int status, String reason)
      throws IOException {
    answer.setHeader("Cache-Control", "no-store");
    answer.sendError(status, reason);
  }

  private record Login(String name, char[] password) {}

  private static Optional<Login> login(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      var text = UTF_8.decode(java.nio.ByteBuffer.wrap(decode(authorization.substring(6))));
      return login(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64
    }
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64.strip());
  }

  private static Optional<Login> login(CharBuffer text) {
    var characters = Arrays.copyOf(text.array(), text.limit());
    for (var i = 0; i < characters.length; i++) {
      if (characters[i] == ':') {
        return Optional.of(
            new Login(
                new String(characters, 0, i),
                Arrays.copyOfRange(characters, i + 1, characters.length)));
      }
    }
    return Optional.empty();
  }

  /** The request as the page sees it, and as the master forwards it: with the token. */
  private HttpServletRequest as(HttpServletRequest request, String user) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.put(AUTHORIZATION, token.authorization());
    if (user != null) {
      headers.put(USER, user);
    }
    return new Accepted(request, user, headers);
  }

  private static final class Accepted extends HttpServletRequestWrapper {
    private final String user;
    private final Map<String, String> headers;

    /**
     * @param headers in place of those of the request
     */
    Accepted(HttpServletRequest request, String user, Map<String, String> headers) {
      super(request);
      this.user = user;
      this.headers = headers;
    }

    @Override
    public String getRemoteUser() {
      return user;
    }

    @Override
    public String getHeader(String name) {
      return isOwn(name) ? headers.get(name) : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      if (!isOwn(name)) {
        return super.getHeaders(name);
      }
      return Collections.enumeration(
          headers.containsKey(name) ? Collections.singleton(headers.get(name)) : Collections.emptySet());
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      var names = Collections.list(super.getHeaderNames());
      names.removeIf(Accepted::isOwn);
      names.addAll(headers.keySet());
      return Collections.enumeration(names);
    }

    private static boolean isOwn(String name) {
      return name.equalsIgnoreCase(AUTHORIZATION) || name.equalsIgnoreCase(USER);
    }
  }
}

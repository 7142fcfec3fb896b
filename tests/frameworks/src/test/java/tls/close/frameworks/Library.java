// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/** What is tested here, unchanged: a group of rows of the table. */
enum Library {
    HTTPS_URL_CONNECTION("`HttpsURLConnection`"),
    JDK_HTTP_CLIENT("`java.net.http.HttpClient`"),
    OKHTTP("OkHttp"),
    APACHE("Apache HttpClient 5"),
    FTPS_CLIENT("commons-net `FTPSClient`"),
    LDAP("JNDI LDAP `StartTlsResponse`"),
    SMTP("Angus Mail, SMTP"),
    IMAP("Angus Mail, IMAP"),
    POSTGRES("PostgreSQL's JDBC driver"),
    SHIPPER("a log shipper on an `SSLSocket`"),
    RECEIVER("a loop on an `SSLServerSocket`"),
    HTTPS_SERVER("JDK `HttpsServer`"),
    JETTY("Jetty"),
    UNDERTOW("Undertow"),
    NETTY("Netty `SslHandler`");

    private final String title;

    Library(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}

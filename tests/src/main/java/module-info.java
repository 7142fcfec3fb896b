import org.jspecify.annotations.NullMarked;

/** The kit that shows whether a provider keeps the closing contract. */
@NullMarked
open module tls.close.tck {
    requires transitive tls.close;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires static org.jspecify;

    exports tls.close.tck;

    uses tls.close.spi.TlsProvider;
}

package tls.close.tck;

class JsseTest extends ProviderTck {}

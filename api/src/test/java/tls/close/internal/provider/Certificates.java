// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates of {@code keytool}'s, each signed by its own key, which nobody has kept. */
final class Certificates {
    /** For a.test, ECDSA, good for a hundred years. */
    static final X509Certificate GOOD =
            of("MIIBTDCB9KADAgECAghaK28HB7Mp4zAKBggqhkjOPQQDAjARMQ8wDQYDVQQDEwZhLnRlc3QwIBcNMjYxMTI3MDcz"
                    + "MDA1WhgPMjEyNjExMDMwNzMwMDVaMBExDzANBgNVBAMTBmEudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA"
                    + "BH2lduV4WYbgx0to9Jpssdz46/f9GbaqEb/6c/de4Estc3vu2iNlhHvv9Xqbkp+ZnjFr1d5nIYEESznhqq1/6K+j"
                    + "NDAyMB0GA1UdDgQWBBRq2DD+YMbARK4tO9ht9TPikmI6hjARBgNVHREECjAIggZhLnRlc3QwCgYIKoZIzj0EAwID"
                    + "RwAwRAIgUsGL5PCdNa8s0HMX4MbA9UXJE0JYj3Rn846PNWcX6HICIFvuQAjFrbAmZHxA8wTe9LNGk5m0v5vrhrtb"
                    + "BzA85Rqq");

    /** The same, of the year 2001. */
    static final X509Certificate EXPIRED =
            of("MIIBOTCB36ADAgECAgh/5sO7JFw6rzAKBggqhkjOPQQDAjARMQ8wDQYDVQQDEwZhLnRlc3QwHhcNMDEwMTAxMDcz"
                    + "MDA5WhcNMDEwMTMxMDczMDA5WjARMQ8wDQYDVQQDEwZhLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASn"
                    + "MYhCkR/vZdEt4K3N7ozAraJJj0Tj9Hjjn8EC3V02hZWTUHbeRHgMrmdOArLPqI1+3xPcnL4ERPo4pOm8Onn4oyEw"
                    + "HzAdBgNVHQ4EFgQUBNSKfJMuNjM/DVoreP8BWEPIrTMwCgYIKoZIzj0EAwIDSQAwRgIhAMGwTN66szYel9iq/XkZ"
                    + "WlVrBYMpwdVEWFjoM6LtR7jMAiEA/J7Q37H8S5HL2kgQN7NxJcUZlzxLItQbdcxsradf3bI=");

    /** RSA, with 512 bits. */
    static final X509Certificate SMALL =
            of("MIIBRDCB76ADAgECAgg6knQg3XPd5DANBgkqhkiG9w0BAQsFADAVMRMwEQYDVQQDEwpzbWFsbC50ZXN0MCAXDTI2"
                    + "MTEyNzA3MzAxNloYDzIxMjYxMTAzMDczMDE2WjAVMRMwEQYDVQQDEwpzbWFsbC50ZXN0MFwwDQYJKoZIhvcNAQEB"
                    + "BQADSwAwSAJBAIKCsq01LR3poRO/nOzKtcXcAWpaaMwAhPOHPCyfmR+vd+MuQXTG4ZGCCxIMuJn1RCYk+MNHyYcl"
                    + "6HgyX+vr0+sCAwEAAaMhMB8wHQYDVR0OBBYEFLJ5j5U6PgMxG3Brn2fgI/3kuxxsMA0GCSqGSIb3DQEBCwUAA0EA"
                    + "M55pn6HUx0iawxBrDxbCpzHQwAYXKlUm0/mAHIREEITLR+rlerzeSweLpS6ub0zRCFTaJWcNxJS/7g4p5X6QJQ==");

    /** RSA, with a signature by way of MD5. */
    static final X509Certificate MD5 =
            of("MIICyzCCAbOgAwIBAgIIQrdNN+2GZqkwDQYJKoZIhvcNAQEEBQAwEzERMA8GA1UEAxMIbWQ1LnRlc3QwIBcNMjYx"
                    + "MTI3MDczMDIxWhgPMjEyNjExMDMwNzMwMjFaMBMxETAPBgNVBAMTCG1kNS50ZXN0MIIBIjANBgkqhkiG9w0BAQEF"
                    + "AAOCAQ8AMIIBCgKCAQEAtMITWxwrRZS3erVIvdI3CaUKiotwh5Gwsk4PkbVoRcEXxfu17AZ47tcqeIG9mfXfsB77"
                    + "/S3VnU5c1Zjm93NF4Iyfn244NNHcQz98Kk591TsqF8F9qinrzwXf4OwO/YIPjhnKvhkC2FYSsJGWQGxzbWp7othH"
                    + "b7VbiFGXzDmLnkdWCouk+0wWMeQBOVll8MW3SO3x2y8bxhrqMERKzu3d6kS0NiAHpTNlOVga1sW02+J19a3VCN6s"
                    + "OuoD7Wc2JbZNlz5M1F8KR/x3v/d0yAujiaG0OUPh8hHVW3DsmOFKneQChiIL6fsL4+GYcx58QfCq4g+yZFR1LYFn"
                    + "dfOed3ieawIDAQABoyEwHzAdBgNVHQ4EFgQUUZ/EK+bva4DR5RFU/fP8GO6yhUkwDQYJKoZIhvcNAQEEBQADggEB"
                    + "ABXfiObVLpWj50hW52m5nmErRs4k4tLbSbwvTODxgSPwu6zbkENo/cn7IzWlrl78U3C5BhnhkejPYhhecmF0p8Fw"
                    + "14W/IMKsc3GN1i7oHd5PuAnbYAqla7Zd5jFJIvnkebKI1kKv7AxH1w9wTn5+C8RzEVaKL1Jx4DP5tzVrPYt6gyvD"
                    + "hwyzyW5B473PwP+EFyGhIauIpe3WB/RQ32VQivM62tkxI09lO1FEkJhZ3gZeBFjM70Jh6E8Ql7INOgC1VKKtURe/"
                    + "tWksUbLAyzfIfAYaYcLE7CCvPcNT+7dUuF4bdDw88ICfr7owQF2Z34rC4AARO8P/JcxIVVEsoKmfkJI=");

    /** RSASSA-PSS, whose signatures have parameters. */
    static final X509Certificate PSS =
            of("MIIDMjCCAeagAwIBAgIJAJ5UkUfGROx9MEEGCSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG"
                    + "9w0BAQgwDQYJYIZIAWUDBAIBBQCiAwIBIDATMREwDwYDVQQDEwhwc3MudGVzdDAgFw0yNjExMjcwNzMwMjRaGA8y"
                    + "MTI2MTEwMzA3MzAyNFowEzERMA8GA1UEAxMIcHNzLnRlc3QwggEgMAsGCSqGSIb3DQEBCgOCAQ8AMIIBCgKCAQEA"
                    + "sbksyS/YRZIgGueaNgDQ0ZwjH4gwU2CNs2+RzXt9K5C/ZptRuwHyTYC4tLY7pE/O+vTL4IKBEqrEXFJ/qSJ6+4ty"
                    + "LtCoJVJWxgCFvuVP9u020QlMH74lDYxGPB8Z2x/rtBMe03F26OacIwVZA1nfB4cDzzSffKas+/XP7oFhu6WXuwmw"
                    + "KER+IuiN64n5l0EC3up7pfvBWUAd9WJU8sSN2j0Ejf6hE4CHLJ/e4WLF2E5OsS4I53jP9u7A2keKrx/m1AN+WCln"
                    + "oMBJBCTOTtT8SixDLG2UXxvevNKoRAlVQS+3QXHpZYNjWXzrzUgGxm8QLHrh9vj93lfP1DVwAcjV5wIDAQABoyEw"
                    + "HzAdBgNVHQ4EFgQU3xYOsR9dUUz7fNJr3ae1ygd6NXgwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEFAKEc"
                    + "MBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgA4IBAQBXxrr7tVrpHYkheSvPltk+zrfLHYLyH46O9J6B"
                    + "i4JJme0CsBkWihUXh0FwpCe3pk/1Fn9lMwGxl+MFAmrAjbwX2JHuZmcyDUmAWaRZvLR5SuViWc4OQWEdUgJYZZz7"
                    + "nShFb3dTYYepHiwjse6v0ZQvYos5K5uazmFeY1Lf3b/RtxwZeEMus/TFIRxr7Y0msF9Z4T4XVW+ibU5DyATxRrXL"
                    + "pFpi9YXlEaiKxdVjb9F1Wt7ZzhkmoX6JlyFiJQzzSdhhZzk15ZtzBw88eKDUh5kylHmcnAKZbwt4O/o9gx7ks/gK"
                    + "xC+4b2iuDs6Ysv5iLhwYTmVEUwuRfA3N6eMq941h");

    private static final String FOR_SIGNATURES =
            "MIIBXzCCAQagAwIBAgIJAKJy6XhTEGPcMAoGCCqGSM49BAMCMBsxGTAXBgNVBAMTEGRpZ2l0YWxTaWduYXR1cmUw"
                    + "IBcNMjYxMTI3MDczMDI1WhgPMjEyNjExMDMwNzMwMjVaMBsxGTAXBgNVBAMTEGRpZ2l0YWxTaWduYXR1cmUwWTAT"
                    + "BgcqhkjOPQIBBggqhkjOPQMBBwNCAAThRwRsCGUd0O/GbXhkVGanxwc4Yzabw1J/9N3h85AkmeGe8pYrlfTR1VXL"
                    + "k44+7OIJKhuOCtNwvxaN/dte5GFRozEwLzAdBgNVHQ4EFgQUZim4OYykTFlyIlvKM4AO6Fy+GdEwDgYDVR0PAQH/"
                    + "BAQDAgeAMAoGCCqGSM49BAMCA0cAMEQCIHiikhO+DT4HFnnOSMHp5lnark3YSK0PaVr50+yn5FNPAiB0MH9bN75z"
                    + "Qv21EGXZHg3hmldt7LQsL2Pj4xD2PvXsnw==";

    private Certificates() {}

    /** One whose key is for that bit alone of RFC 5280 section 4.2.1.3; the signature does not fit. */
    static X509Certificate withUsage(int bit) {
        byte[] encoded = Base64.getDecoder().decode(FOR_SIGNATURES);
        for (int i = 0; i < encoded.length - 3; i++) {
            if (encoded[i] == 3 && encoded[i + 1] == 2 && encoded[i + 2] == 7 && encoded[i + 3] == (byte) 0x80) {
                encoded[i + 2] = 0;
                encoded[i + 3] = (byte) (0x80 >> bit);
                return decoded(encoded);
            }
        }
        throw new AssertionError("there is no key usage in it");
    }

    private static X509Certificate of(String encoded) {
        return decoded(Base64.getDecoder().decode(encoded));
    }

    private static X509Certificate decoded(byte[] encoded) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }
}

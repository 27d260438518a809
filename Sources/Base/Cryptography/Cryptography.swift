// Cryptography is the only importer of OpenSSL: digests, HMAC, AES-CBC, X25519, HKDF, ChaCha20-Poly1305, scrypt, certificates
// and their pins, random bytes, and bytes that are wiped (``SecretBytes``).
//
// Bytes go in and bytes come out. What can fail throws a ``CryptographyError``, which never holds key material. The formats
// that are made of these parts are elsewhere: age files in Sealing, the cameras' login and field encryption in CameraClient.

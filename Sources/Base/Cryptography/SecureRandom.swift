import COpenSSL

/// Bytes that nobody can guess, from OpenSSL's generator.
package enum SecureRandom {
    /// Fresh random bytes.
    ///
    /// - Throws: `CryptographyError` with `.wrongSize` when `count` is negative or above 2³¹ − 1, with
    ///   `.libraryFailure` when OpenSSL's generator could not be seeded.
    package static func bytes(count: Int) throws(CryptographyError) -> [UInt8] {
        guard count >= 0, let size = Int32(exactly: count) else {
            throw CryptographyError(.wrongSize, "\(count) random bytes were asked for")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, size) == 1 else { throw .library("random bytes") }
        return bytes
    }
}

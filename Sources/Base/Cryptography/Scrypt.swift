import COpenSSL

/// Keys derived from a passphrase, so that guessing it costs time and memory (RFC 7914).
package enum Scrypt {
    /// How much work a guess is: `128 · 2^logN · r` bytes of memory, gone through `p` times.
    package struct Cost: Sendable, Hashable {
        /// The work factor N as a power of two: 18 takes 256 MiB and about a second, with `r` 8.
        package let logN: Int
        /// The block size in units of 128 bytes.
        package let r: Int
        /// How many times the work is done.
        package let p: Int

        package init(logN: Int, r: Int = 8, p: Int = 1) {
            self.logN = logN
            self.r = r
            self.p = p
        }
    }

    /// A key from a passphrase.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` unless `logN` is in 1…30 and `r`, `p` and the count in 1…1,024,
    ///   with `.libraryFailure`, also when the memory is not there.
    package static func derive(
        from passphrase: SecretBytes, salt: [UInt8], cost: Cost, count: Int = 32
    ) throws(CryptographyError) -> SecretBytes {
        let sizes = 1...1024
        guard (1...30).contains(cost.logN), sizes.contains(cost.r), sizes.contains(cost.p), sizes.contains(count) else {
            throw CryptographyError(.wrongSize, "scrypt cannot give \(count) bytes with \(cost)")
        }
        let work = UInt64(1) << UInt64(cost.logN)
        let (blockSize, rounds) = (UInt64(cost.r), UInt64(cost.p))
        // What the parameters need is allowed: the caller has bounded them.
        let memory = 128 * blockSize * (work + rounds + 4)
        return try SecretBytes(count: count) { key throws(CryptographyError) in
            let bytes = key.assumingMemoryBound(to: UInt8.self)
            let result = passphrase.withUnsafeBytes { passphrase in
                EVP_PBE_scrypt(
                    passphrase.assumingMemoryBound(to: CChar.self).baseAddress, passphrase.count, salt, salt.count,
                    work, blockSize, rounds, memory, bytes.baseAddress, bytes.count)
            }
            guard result == 1 else { throw .library("scrypt") }
        }
    }
}

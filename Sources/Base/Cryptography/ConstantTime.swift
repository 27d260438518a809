import COpenSSL

/// Comparing what an attacker may guess at: the time tells nothing about where two values differ.
package enum ConstantTime {
    /// Whether both have the same bytes. Only that the lengths differ shows in the time.
    package static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        // Without bytes there need be no address to compare from.
        guard let first = left.baseAddress, let second = right.baseAddress, !left.isEmpty else { return true }
        return CRYPTO_memcmp(first, second, left.count) == 0
    }

    /// Whether both have the same bytes.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.withUnsafeBytes { left in right.withUnsafeBytes { areEqual(left, $0) } }
    }
}

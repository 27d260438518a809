import COpenSSL

/// Bytes that nobody else should see: a key, a passphrase, what was sealed. They are wiped when the last holder lets go.
///
/// The memory is one block that is never copied or moved. What is copied out of it is not wiped, so copy late and little.
package final class SecretBytes: @unchecked Sendable {
    // Sendable: the memory is written only while it is made, before anybody else can see it, and only read afterwards.
    private let memory: UnsafeMutableRawBufferPointer

    /// Bytes that `fill` writes; they are zero before. What was written is wiped, too, when it throws.
    package init<Failure: Error>(
        count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        memory = .allocate(byteCount: max(0, count), alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(memory)
    }

    /// A copy of bytes from elsewhere. The original is the caller's to wipe.
    package convenience init(copying bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// The UTF-8 bytes of a text. The text itself cannot be wiped.
    package convenience init(utf8 text: String) {
        self.init(copying: text.utf8)
    }

    deinit {
        Self.wipe(memory)
        memory.deallocate()
    }

    /// How many there are.
    package var count: Int { memory.count }

    /// Lends the bytes; the memory is not to be used after `body` has returned.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(UnsafeRawBufferPointer(memory))
    }

    /// A copy as ordinary bytes, which nothing wipes: for what has to leave CamKeep anyway, such as a file to be written.
    package func exposed() -> [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// Fresh random bytes, for a key.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` for an impossible count, with `.libraryFailure` when OpenSSL's
    ///   generator could not be seeded.
    package static func random(count: Int) throws(CryptographyError) -> SecretBytes {
        guard count >= 0, let size = Int32(exactly: count) else {
            throw CryptographyError(.wrongSize, "\(count) random bytes were asked for")
        }
        return try SecretBytes(count: count) { memory throws(CryptographyError) in
            let bytes = memory.assumingMemoryBound(to: UInt8.self)
            guard RAND_priv_bytes(bytes.baseAddress, size) == 1 else { throw .library("random bytes") }
        }
    }

    /// Overwrites memory in a way that the compiler does not leave out.
    package static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        OPENSSL_cleanse(memory.baseAddress, memory.count)
    }
}

extension SecretBytes: Equatable {
    /// Takes as long for bytes that differ at once as for those that differ at the end.
    package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.withUnsafeBytes { left in right.withUnsafeBytes { ConstantTime.areEqual(left, $0) } }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the bytes.
    package var description: String { "<\(count) secret bytes>" }
    /// Never the bytes.
    package var debugDescription: String { description }
    /// Never the bytes.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

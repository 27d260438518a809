import Cryptography

/// The content of an age file: a nonce, then chunks of 64 KiB, each sealed with its number and whether it is the last
/// one (age v1, "Payload"). So chunks cannot be changed, moved, left out or added.
struct SealedStream {
    static let chunkByteCount = 64 << 10
    private static let nonceByteCount = 16
    private static let sealedChunkByteCount = chunkByteCount + ChaCha20Poly1305.tagByteCount

    private let cipher: ChaCha20Poly1305

    private init(fileKey: SecretBytes, nonce: [UInt8]) throws(CryptographyError) {
        let key = try HKDFSHA256.derive(from: fileKey, salt: nonce, info: Array("payload".utf8))
        cipher = try ChaCha20Poly1305(key: key)
    }

    /// How long the sealed form of so many bytes is.
    static func sealedByteCount(_ count: Int) -> Int {
        let chunks = max(1, (count + chunkByteCount - 1) / chunkByteCount)
        return nonceByteCount + count + chunks * ChaCha20Poly1305.tagByteCount
    }

    /// Writes the sealed form of `plaintext` to `output`, which has room for exactly that.
    static func seal(
        _ plaintext: UnsafeRawBufferPointer, fileKey: SecretBytes, into output: UnsafeMutableRawBufferPointer
    ) throws(CryptographyError) {
        let nonce = try SecureRandom.bytes(count: nonceByteCount)
        output.copyBytes(from: nonce)
        let stream = try SealedStream(fileKey: fileKey, nonce: nonce)
        var (read, written, number) = (0, nonceByteCount, 0)
        while true {
            let count = min(chunkByteCount, plaintext.count - read)
            let isLast = read + count == plaintext.count
            let room = output[written..<(written + count + ChaCha20Poly1305.tagByteCount)]
            try stream.cipher.seal(
                UnsafeRawBufferPointer(rebasing: plaintext[read..<(read + count)]),
                nonce: chunkNonce(number, isLast: isLast), into: UnsafeMutableRawBufferPointer(rebasing: room))
            read += count
            written += room.count
            number += 1
            if isLast { return }
        }
    }

    /// The plaintext, once every chunk has shown to be authentic.
    ///
    /// - Parameters:
    ///   - limit: the largest plaintext, in bytes.
    ///   - release: is lent each chunk as it turns out to be authentic, also when a later one does not.
    /// - Throws: ``SealingError`` with `.damagedContent`, `.malformedHeader` if there is not even a nonce, `.tooLarge`,
    ///   `.library`
    static func open(
        _ content: ArraySlice<UInt8>, fileKey: SecretBytes, limit: Int, release: (UnsafeRawBufferPointer) -> Void
    ) throws(SealingError) -> SecretBytes {
        let nonce = Array(content.prefix(nonceByteCount))
        let chunks = content.dropFirst(nonceByteCount)
        guard nonce.count == nonceByteCount else {
            throw SealingError(.malformedHeader, "the file ends with its header")
        }
        guard !chunks.isEmpty else { throw damaged("is cut off") }
        let count = plaintextByteCount(sealed: chunks.count)
        guard count <= limit else {
            throw SealingError(.tooLarge, "it holds \(count) bytes, more than the \(limit) that are allowed here")
        }
        let stream = try translatingFailures { () throws(CryptographyError) in
            try SealedStream(fileKey: fileKey, nonce: nonce)
        }
        return try SecretBytes(count: count) { output throws(SealingError) in
            try chunks.withUnsafeBytes { chunks in
                Result { () throws(SealingError) in try stream.open(chunks, into: output, release) }
            }.get()
        }
    }

    private func open(
        _ chunks: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer,
        _ release: (UnsafeRawBufferPointer) -> Void
    ) throws(SealingError) {
        var (read, written, number) = (0, 0, 0)
        while read < chunks.count {
            let sealedCount = min(Self.sealedChunkByteCount, chunks.count - read)
            let isLast = read + sealedCount == chunks.count
            let count = sealedCount - ChaCha20Poly1305.tagByteCount
            guard count >= 0 else { throw Self.damaged("is cut off") }
            guard count > 0 || number == 0 else { throw Self.damaged("ends with an empty piece") }
            let sealed = UnsafeRawBufferPointer(rebasing: chunks[read..<(read + sealedCount)])
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written..<(written + count)])
            guard try open(sealed, number, isLast: isLast, into: room) else {
                guard sealedCount == Self.sealedChunkByteCount,
                    try open(sealed, number, isLast: !isLast, into: room)
                else { throw Self.damaged("was changed") }
                // A reader of a stream has given this chunk out by the time it sees what follows.
                release(UnsafeRawBufferPointer(room))
                throw Self.damaged(isLast ? "is cut off" : "goes on after its end")
            }
            release(UnsafeRawBufferPointer(room))
            read += sealedCount
            written += count
            number += 1
        }
    }

    private func open(
        _ sealed: UnsafeRawBufferPointer, _ number: Int, isLast: Bool, into room: UnsafeMutableRawBufferPointer
    ) throws(SealingError) -> Bool {
        try translatingFailures { () throws(CryptographyError) in
            try cipher.open(sealed, nonce: Self.chunkNonce(number, isLast: isLast), into: room)
        }
    }

    private static func plaintextByteCount(sealed count: Int) -> Int {
        let chunks = (count + sealedChunkByteCount - 1) / sealedChunkByteCount
        let last = count - (chunks - 1) * sealedChunkByteCount
        // So short a rest is found again when its turn comes; what stands before it may be released.
        return count - chunks * ChaCha20Poly1305.tagByteCount + max(0, ChaCha20Poly1305.tagByteCount - last)
    }

    /// Eleven bytes of the chunk's number, big-endian, and one for the last chunk.
    private static func chunkNonce(_ number: Int, isLast: Bool) -> [UInt8] {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        return [0, 0, 0] + counter + [isLast ? 1 : 0]
    }

    private static func damaged(_ what: String) -> SealingError {
        SealingError(.damagedContent, "the sealed content \(what)")
    }
}

import CZlib

/// gzip files (RFC 1952) of one member.
enum Gzip {
    /// What is inflated may be this many times its compressed size, once it is larger than `ratioFreeByteCount`.
    /// Deflate reaches 1,032; snapshots of cameras stay below 30.
    static let largestRatio = 400
    static let ratioFreeByteCount = 1 << 20

    private static let level: Int32 = 9
    private static let chunkByteCount = 1 << 15
    /// RFC 1952, 2.3.1: "unknown", so that the bytes do not tell where they were written.
    private static let unknownSystem: Int32 = 255

    /// Compresses as far as zlib can. The header has no name and no time: equal bytes give equal files.
    static func compress(_ bytes: [UInt8]) throws(GzipFault) -> [UInt8] {
        guard let inputCount = UInt32(exactly: bytes.count) else { throw .tooLarge(limit: Int(UInt32.max)) }
        let stream = ZlibStream()
        guard camkeep_deflate_init_gzip(stream.pointer, level) == Z_OK else { throw .outOfMemory }
        defer { deflateEnd(stream.pointer) }
        var header = gz_header()
        header.os = unknownSystem
        var input = bytes
        return try withUnsafeMutablePointer(to: &header) { header throws(GzipFault) in
            guard deflateSetHeader(stream.pointer, header) == Z_OK else { throw .outOfMemory }
            var output = [UInt8](repeating: 0, count: Int(deflateBound(stream.pointer, UInt(bytes.count))))
            let outputCount = UInt32(clamping: output.count)
            let status = input.withUnsafeMutableBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    stream.pointer.pointee.next_in = input.baseAddress
                    stream.pointer.pointee.avail_in = inputCount
                    stream.pointer.pointee.next_out = output.baseAddress
                    stream.pointer.pointee.avail_out = outputCount
                    return deflate(stream.pointer, Z_FINISH)
                }
            }
            guard status == Z_STREAM_END else { throw .outOfMemory }
            output.removeLast(Int(stream.pointer.pointee.avail_out))
            return output
        }
    }

    /// Inflates a file that holds one member and nothing after it.
    ///
    /// - Parameter limit: the most bytes that may come out; no more than that and one chunk is ever held.
    static func decompress(_ bytes: [UInt8], limit: Int) throws(GzipFault) -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else {
            throw !bytes.isEmpty && [0x1F, 0x8B].starts(with: bytes) ? .truncated : .notGzip
        }
        guard let inputCount = UInt32(exactly: bytes.count) else { throw .tooLarge(limit: Int(UInt32.max)) }
        let stream = ZlibStream()
        guard camkeep_inflate_init_gzip(stream.pointer) == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(stream.pointer) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: chunkByteCount)
        var input = bytes
        try input.withUnsafeMutableBufferPointer { input throws(GzipFault) in
            stream.pointer.pointee.next_in = input.baseAddress
            stream.pointer.pointee.avail_in = inputCount
            while try inflateChunk(stream, &chunk, into: &output) {
                let consumed = bytes.count - Int(stream.pointer.pointee.avail_in)
                guard output.count <= limit else { throw .tooLarge(limit: limit) }
                guard output.count <= ratioFreeByteCount || output.count / largestRatio <= consumed else { throw .bomb }
            }
        }
        guard output.count <= limit else { throw .tooLarge(limit: limit) }
        let left = Int(stream.pointer.pointee.avail_in)
        guard left == 0 else {
            throw bytes.suffix(left).starts(with: [0x1F, 0x8B]) ? .severalMembers : .trailingBytes(left)
        }
        return output
    }

    /// - Returns: whether there may be more.
    private static func inflateChunk(
        _ stream: borrowing ZlibStream, _ chunk: inout [UInt8], into output: inout [UInt8]
    ) throws(GzipFault) -> Bool {
        let chunkByteCount = chunk.count
        let status = chunk.withUnsafeMutableBufferPointer { chunk in
            stream.pointer.pointee.next_out = chunk.baseAddress
            stream.pointer.pointee.avail_out = UInt32(clamping: chunk.count)
            return inflate(stream.pointer, Z_NO_FLUSH)
        }
        let room = Int(stream.pointer.pointee.avail_out)
        output.append(contentsOf: chunk.prefix(chunkByteCount - room))
        switch status {
        case Z_STREAM_END: return false
        case Z_OK where stream.pointer.pointee.avail_in == 0 && room > 0: throw .truncated
        case Z_OK: return true
        case Z_BUF_ERROR: throw .truncated
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .damaged(stream.pointer.pointee.msg.map { String(cString: $0) } ?? "no deflate data")
        }
    }
}

/// The memory of a zlib stream, which must stay in one place: zlib points back into it.
private struct ZlibStream: ~Copyable {
    let pointer: UnsafeMutablePointer<z_stream>

    init() {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: z_stream())
    }

    deinit {
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }
}

/// Why bytes are not the one gzip file that was expected.
enum GzipFault: Error, Hashable {
    case notGzip
    case truncated
    /// Malformed data, or data that does not fit the checksum or the length after it. The text is zlib's.
    case damaged(String)
    case tooLarge(limit: Int)
    /// Inflates so far beyond its size that it is made to fill memory.
    case bomb
    case trailingBytes(Int)
    case severalMembers
    /// zlib has no memory.
    case outOfMemory
}

extension GzipFault: CustomStringConvertible {
    var description: String {
        switch self {
        case .notGzip: "this is not a gzip file"
        case .truncated: "the compressed data ends too early"
        case .damaged(let reason): "the compressed data is damaged (\(reason))"
        case .tooLarge(let limit): "it is larger than \(limit) bytes"
        case .bomb: "it inflates to more than \(Gzip.largestRatio) times its size"
        case .trailingBytes(let count): "\(count) bytes follow the end of the compressed data"
        case .severalMembers: "a second gzip member follows the first"
        case .outOfMemory: "there is no memory left to inflate it"
        }
    }
}

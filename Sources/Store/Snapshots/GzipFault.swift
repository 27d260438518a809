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
        case .notGzip: "this is no gzip file"
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

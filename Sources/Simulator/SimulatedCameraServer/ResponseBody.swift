import CMicroHTTPD
import Glibc
import SimulatedCamera

/// The body of an answer that is made while it is sent; libmicrohttpd reads it piece by piece from one thread.
final class ResponseBody {
    private let head: [UInt8]
    private let unit: [UInt8]
    private let tail: [UInt8]

    /// Bytes of all repetitions; nil when they never end.
    private let repeated: Int?

    /// Bytes after which the connection breaks; nil when the body is complete.
    private let breaksAfter: Int?

    private init(head: [UInt8], unit: [UInt8], repeated: Int?, tail: [UInt8], breaksAfter: Int?) {
        self.head = head
        self.unit = unit
        self.tail = tail
        self.repeated = repeated
        self.breaksAfter = breaksAfter
    }

    /// Makes the library's response object; the caller destroys it.
    static func response(for body: SimulatedReply.Body) -> OpaquePointer? {
        switch body {
        case .bytes(var bytes):
            return bytes.withUnsafeMutableBytes {
                MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
            }
        case .truncated(let bytes, let announced):
            let body = ResponseBody(head: bytes, unit: [], repeated: 0, tail: [], breaksAfter: bytes.count)
            return response(for: body, size: UInt64(clamping: max(announced, bytes.count + 1)))
        case .repeating(let head, let unit, let count, let tail):
            guard let count, !unit.isEmpty else {
                let body = ResponseBody(
                    head: head, unit: unit, repeated: unit.isEmpty ? 0 : nil, tail: tail, breaksAfter: nil)
                return response(for: body, size: camkeep_mhd_size_unknown)
            }
            let (repeated, overflow) = unit.count.multipliedReportingOverflow(by: max(0, count))
            guard !overflow, repeated < Int.max / 2 else { return nil }
            let body = ResponseBody(head: head, unit: unit, repeated: repeated, tail: tail, breaksAfter: nil)
            return response(for: body, size: UInt64(head.count + repeated + tail.count))
        }
    }

    private static func response(for body: ResponseBody, size: UInt64) -> OpaquePointer? {
        let context = Unmanaged.passRetained(body)
        let response = MHD_create_response_from_callback(
            size, 32_768,
            { context, position, buffer, capacity in
                guard let context, let buffer, let position = Int(exactly: position) else {
                    return readerFailed
                }
                let body = Unmanaged<ResponseBody>.fromOpaque(context).takeUnretainedValue()
                return body.read(at: position, into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
            }, context.toOpaque(),
            { context in
                if let context { Unmanaged<ResponseBody>.fromOpaque(context).release() }
            })
        if response == nil {
            context.release()
        }
        return response
    }

    private func read(at position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if let breaksAfter, position >= breaksAfter { return readerFailed }
        var filled = 0
        while filled < buffer.count, let byte = byte(at: position + filled) {
            buffer[filled] = byte
            filled += 1
        }
        return filled > 0 ? filled : readerEnded
    }

    private func byte(at index: Int) -> UInt8? {
        if index < head.count { return head[index] }
        let inRepetition = index - head.count
        guard let repeated else { return unit[inRepetition % unit.count] }
        if inRepetition < repeated { return unit[inRepetition % unit.count] }
        let inTail = inRepetition - repeated
        return inTail < tail.count ? tail[inTail] : nil
    }
}

/// The library's macros for these have casts, which Swift does not import.
private let readerEnded = -1
private let readerFailed = -2

import CZlib

/// A screenshot: 8 bits a channel, with or without alpha, not interlaced, which is what browsers write.
struct PNGImage: Equatable {
    struct Colour: Hashable {
        var red: UInt8
        var green: UInt8
        var blue: UInt8

        init(red: UInt8, green: UInt8, blue: UInt8) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }

        /// `0x1F5FC4`, as style sheets write it.
        init(_ hex: UInt32) {
            self.init(red: UInt8(hex >> 16 & 0xFF), green: UInt8(hex >> 8 & 0xFF), blue: UInt8(hex & 0xFF))
        }
    }

    struct Unreadable: Error {
        let reason: String
    }

    let width: Int
    let height: Int
    private var pixels: [UInt8] = []
    private let channels: Int

    init(_ bytes: [UInt8]) throws {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            throw Unreadable(reason: "no PNG")
        }
        var position = 8
        var header: ArraySlice<UInt8> = []
        var compressed: [UInt8] = []
        while position + 12 <= bytes.count {
            let length = Self.number(bytes[position..<position + 4])
            let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            guard position + 12 + length <= bytes.count else { throw Unreadable(reason: "a chunk is cut") }
            let content = bytes[position + 8..<position + 8 + length]
            if name == "IHDR" { header = content }
            if name == "IDAT" { compressed += content }
            position += 12 + length
        }
        let fields = Array(header)
        guard fields.count == 13, fields[8] == 8, [2, 6].contains(fields[9]), fields[12] == 0 else {
            throw Unreadable(reason: "another kind of PNG: \(fields)")
        }
        width = Self.number(fields[0..<4])
        height = Self.number(fields[4..<8])
        channels = fields[9] == 2 ? 3 : 4
        pixels = try unfiltered(try Self.inflated(compressed, to: height * (width * channels + 1)))
    }

    subscript(x: Int, y: Int) -> Colour {
        let start = (y * width + x) * channels
        return Colour(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    private static func inflated(_ bytes: [UInt8], to count: Int) throws -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        var length = uLongf(count)
        guard uncompress(&result, &length, bytes, uLong(bytes.count)) == Z_OK, length == count else {
            throw Unreadable(reason: "the pixels cannot be inflated")
        }
        return result
    }

    /// PNG specification, 9: each line begins with the number of its filter.
    private func unfiltered(_ data: [UInt8]) throws -> [UInt8] {
        let stride = width * channels
        var result = [UInt8](repeating: 0, count: height * stride)
        for y in 0..<height {
            let filter = data[y * (stride + 1)]
            for x in 0..<stride {
                let here = y * stride + x
                let left = x >= channels ? Int(result[here - channels]) : 0
                let above = y > 0 ? Int(result[here - stride]) : 0
                let corner = x >= channels && y > 0 ? Int(result[here - stride - channels]) : 0
                let guess: Int
                switch filter {
                case 0: guess = 0
                case 1: guess = left
                case 2: guess = above
                case 3: guess = (left + above) / 2
                case 4: guess = Self.paeth(left: left, above: above, corner: corner)
                default: throw Unreadable(reason: "filter \(filter)")
                }
                result[here] = data[y * (stride + 1) + 1 + x] &+ UInt8(guess)
            }
        }
        return result
    }

    private static func paeth(left: Int, above: Int, corner: Int) -> Int {
        let estimate = left + above - corner
        let distances = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
        if distances.0 <= distances.1, distances.0 <= distances.2 { return left }
        return distances.1 <= distances.2 ? above : corner
    }
}

// MARK: - Regions

extension PNGImage {
    /// Where a colour fills at least so many pixels of a line. The small samples of a key do not.
    struct Region: Equatable {
        var left: Int
        var right: Int
        var top: Int
        var bottom: Int
        var count: Int

        /// The point at these fractions of width and height.
        func point(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
            (left + Int(Double(right - left) * x), top + Int(Double(bottom - top) * y))
        }
    }

    func region(of colour: Colour, columns: Range<Int>, lineOf least: Int) -> Region? {
        var region: Region?
        for y in 0..<height {
            let found = columns.filter { self[$0, y] == colour }
            guard found.count >= least, let first = found.first, let last = found.last else { continue }
            var next = region ?? Region(left: first, right: last, top: y, bottom: y, count: 0)
            next.left = min(next.left, first)
            next.right = max(next.right, last)
            next.bottom = y
            next.count += found.count
            region = next
        }
        return region
    }

    func count(of colour: Colour) -> Int {
        var count = 0
        for y in 0..<height { for x in 0..<width where self[x, y] == colour { count += 1 } }
        return count
    }

    /// The colours of every 16th pixel, which is enough to distinguish a page from a blank.
    var colours: Set<Colour> {
        var result: Set<Colour> = []
        for y in stride(from: 0, to: height, by: 4) {
            for x in stride(from: 0, to: width, by: 4) { result.insert(self[x, y]) }
        }
        return result
    }
}

/// Why a zip archive cannot be listed.
package struct ZipError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// There is no end of a central directory: no zip archive, or a truncated one.
        case notZip
        /// The parts contradict each other or lie outside the file.
        case malformed
        /// More members, or longer names, than a camera's archive has.
        case tooLarge
        /// Zip64 or an archive in several parts.
        case unsupported
    }

    package let code: Code
    package let detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension ZipError: CustomStringConvertible {
    package var description: String { detail }
}

import COpenSSL

/// Why a cryptographic operation did not happen.
package struct CryptographyError: Error, Hashable, Sendable {
    /// What kind of thing went wrong.
    package enum Code: Hashable, Sendable {
        /// A key, an initialisation vector or the data has a size that the algorithm does not take.
        case wrongSize
        /// A certificate, a name or a key is not one that can be used.
        case malformedInput
        /// OpenSSL refused or failed; the message holds its own words.
        case libraryFailure
    }

    /// The kind of failure, for deciding.
    package let code: Code

    /// What was tried and what stopped it, for people. Never holds key material or data.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A failure of OpenSSL with everything that its error queue of this thread holds, which is emptied.
    ///
    /// The queue is per thread, so call this before anything else can run on another one (no `await` between).
    static func library(_ operation: String) -> CryptographyError {
        var reasons: [String] = []
        while case let code = ERR_get_error(), code != 0 {
            var text = [CChar](repeating: 0, count: 256)
            ERR_error_string_n(code, &text, text.count)
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            reasons.append(String(decoding: bytes, as: UTF8.self))
        }
        let explanation = reasons.isEmpty ? "no reason given" : reasons.joined(separator: "; ")
        return CryptographyError(.libraryFailure, "\(operation): \(explanation)")
    }
}

extension CryptographyError: CustomStringConvertible {
    package var description: String { message }
}

import Files

/// A text file of public keys, one a line, with comments: what `age -R` reads, too.
package enum RecipientsFile {
    /// The recipients in the order of the lines.
    ///
    /// - Throws: ``SealingError`` that names the line, with `.malformedKey`, `.unsupportedKey`; with `.noKeys` if there is
    ///   none.
    package static func parse(_ text: some Collection<UInt8>) throws(SealingError) -> [Recipient] {
        var recipients: [Recipient] = []
        try Array(text).withUnsafeBytes { text in
            Result { () throws(SealingError) in
                try KeyFileLines.forEach(in: text) { (line, number) throws(SealingError) in
                    do throws(SealingError) {
                        recipients.append(try Recipient(text: line))
                    } catch {
                        throw error.at(line: number)
                    }
                }
            }
        }.get()
        guard !recipients.isEmpty else {
            throw SealingError(
                .noKeys, "it has no recipient",
                hint: "write one on each line, such as 'camkeep keys recipients' prints")
        }
        return recipients
    }

    /// Reads such a file of at most 1 MiB. It need not be private.
    ///
    /// - Throws: ``SealingError`` that names the file, as ``parse(_:)`` and with `.fileAccess`.
    package static func read(_ path: String) throws(SealingError) -> [Recipient] {
        do throws(SealingError) {
            let text = try KeyFileFaults.translating("cannot read it") { () throws(FileFault) in
                try OpenFile(reading: path).readAll(limit: KeyFileLines.largestFile)
            }
            return try parse(text)
        } catch {
            throw error.of(path)
        }
    }

    /// Adds a recipient on a line of its own, unless it is there already. The file is made if it is missing. What is in
    /// it stays as it is.
    ///
    /// - Parameter comment: one line that is written before it.
    /// - Returns: whether it was added.
    /// - Throws: ``SealingError`` that names the file, with `.fileAccess`; with what is wrong in the file as it is.
    package static func add(_ recipient: Recipient, comment: String, to path: String) throws(SealingError) -> Bool {
        do throws(SealingError) {
            if try isListed(recipient, in: path) { return false }
            try KeyFileFaults.translating("cannot write it") { () throws(FileFault) in
                try OpenFile(appendingTo: path).appendLines(["# " + comment, recipient.description])
            }
            return true
        } catch {
            throw error.of(path)
        }
    }

    private static func isListed(_ recipient: Recipient, in path: String) throws(SealingError) -> Bool {
        let text = try KeyFileFaults.translating("cannot read it") { () throws(FileFault) -> [UInt8]? in
            do throws(FileFault) {
                return try OpenFile(reading: path).readAll(limit: KeyFileLines.largestFile)
            } catch  where error.isMissingFile {
                return nil
            }
        }
        guard let text else { return false }
        do throws(SealingError) {
            return try parse(text).contains(recipient)
        } catch  where error.code == .noKeys {
            return false
        }
    }
}

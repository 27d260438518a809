import Files
import Glibc
import JSONTree

/// Adds cameras to an inventory, and leaves everything else of it as it is, comments included.
package enum InventoryEditor {
    /// What became of the file.
    package enum Result {
        case made
        case extended
    }

    /// Adds cameras to a file, which is made if there is none.
    ///
    /// - Throws: ``InventoryError``; the file is as before then
    package static func add(_ entries: [InventoryEntry], toFile path: String) throws(InventoryError) -> Result {
        let isMissing = access(path, F_OK) != 0 && errno == ENOENT
        let text = isMissing ? text(of: entries) : try adding(entries, to: Inventory.read(path), path: path)
        _ = try Inventory(text, path: path)
        try write(text, to: path)
        return isMissing ? .made : .extended
    }

    /// The text of an inventory with these cameras alone.
    package static func text(of entries: [InventoryEntry]) -> [UInt8] {
        let lines = entries.map { "    " + $0.text + ",\n" }.joined()
        return Array("{\n  \"cameras\": [\n\(lines)  ]\n}\n".utf8)
    }

    /// The text with the cameras at the end of its list.
    ///
    /// - Throws: ``InventoryError`` if the text is not an inventory, or would not be one with the additions
    package static func adding(
        _ entries: [InventoryEntry], to bytes: [UInt8], path: String
    ) throws(InventoryError) -> [UInt8] {
        _ = try Inventory(bytes, path: path)
        guard let text = try? CommentedJSON(bytes),
            let list = TextPlaces(bytes: text.bytes).value(at: JSONPointer(["cameras"])), !entries.isEmpty
        else { throw InventoryError(path, "there is no list of cameras to add to") }
        let isObject = text.bytes[list.lowerBound] == UInt8(ascii: "{")
        // In the strict text comments are blank, and so is a comma at the end.
        let inside = list.lowerBound + 1..<list.upperBound - 1
        let last = text.bytes[inside].lastIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let lines = entries.map { "    " + (isObject ? $0.memberText : $0.text) }.joined(separator: ",\n")
        var result = bytes
        let comma = last.flatMap { last in
            // A comma that was blanked out stands after the last element, outside of comments.
            bytes[last + 1..<inside.upperBound].indices.first {
                bytes[$0] == UInt8(ascii: ",") && Self.isOutsideComments($0, after: last + 1, in: bytes)
            }
        }
        let closing = Self.startOfLine(inside.upperBound, in: bytes, notBefore: inside.lowerBound)
        result.insert(contentsOf: Array(((closing.isOwnLine ? "" : "\n") + lines + ",\n").utf8), at: closing.place)
        if let last, comma == nil { result.insert(UInt8(ascii: ","), at: last + 1) }
        _ = try Inventory(result, path: path)
        return result
    }

    private static func isOutsideComments(_ place: Int, after start: Int, in bytes: [UInt8]) -> Bool {
        // The comma is blanked only if it is one of the text; in a comment, changing it changes nothing.
        var probe = bytes
        probe[place] = UInt8(ascii: "!")
        return (try? CommentedJSON(probe)) == nil
    }

    /// Where the line of the closing bracket begins, if it has one of its own.
    private static func startOfLine(
        _ bracket: Int, in bytes: [UInt8], notBefore first: Int
    ) -> (place: Int, isOwnLine: Bool) {
        var place = bracket
        while place > first, bytes[place - 1] == 0x20 || bytes[place - 1] == 0x09 { place -= 1 }
        let isOwnLine = place > first && bytes[place - 1] == 0x0A
        return (isOwnLine ? place : bracket, isOwnLine)
    }

    /// Puts the text in place of the file, whole or not at all; who may read it stays as it was.
    ///
    /// - Throws: ``InventoryError``
    package static func write(_ bytes: [UInt8], to link: String) throws(InventoryError) {
        // A link stays one.
        let resolved = realpath(link, nil)
        defer { free(resolved) }
        let path = resolved.map { String(cString: $0) } ?? link
        var status = stat()
        let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        do throws(FileFault) {
            try AtomicFile.write(bytes, as: name, in: OpenFile(folder: folder))
            chmod(path, mode)
        } catch {
            throw InventoryError(link, "the inventory cannot be written: \(error.reason)")
        }
    }
}

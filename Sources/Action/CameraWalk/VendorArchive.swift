import CameraClient
import CameraSchema
import JSONTree

/// The camera's own archive of its parameters (document 7.2.9).
enum VendorArchive {
    static let endpoint = "system/export-params"
    /// As long as file systems allow.
    private static let maximumNameLength = 255

    enum Fetched {
        case fetched(fileName: String, [UInt8])
        /// The answer names nothing that may be fetched, or nothing usable comes from there.
        case refused(String)
    }

    static func fetch(_ session: CameraSession, _ endpoint: Endpoint) async throws(CameraError) -> Fetched {
        let data = try await session.read(endpoint).answer.data
        guard let url = data["url"]?.stringValue else { return .refused("the answer names no file") }
        guard let path = ArchivePath(url) else {
            return .refused("the answer does not name a plain path on this camera; nothing was fetched")
        }
        let bytes: [UInt8]
        do throws(CameraError) {
            bytes = try await session.file(path, endpoint: endpoint.name)
        } catch {
            // The camera offered the file: what goes wrong now does not mean that it has no archive.
            if error.endsWalk { throw error }
            return .refused(error.message)
        }
        let fileName = data["filename"]?.stringValue ?? path.text.split(separator: "/").last.map(String.init) ?? ""
        let shortName = String(String.UnicodeScalarView(fileName.unicodeScalars.prefix(maximumNameLength)))
        return .fetched(fileName: shortName, bytes)
    }
}

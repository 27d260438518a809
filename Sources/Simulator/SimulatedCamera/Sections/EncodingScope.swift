import CameraSchema
import JSONTree

extension CameraState {
    private static let scope = SectionName(endpoint: "video/video-encode-scope")
    private static let encode = SectionName(endpoint: "video/video-encode")

    /// The members of `video/video-encode-scope` by the number of the encoding (document 7.4.1, 7.4.2).
    private static let limits = [0: "h264Attr", 1: "h265Attr"]

    /// Whether the camera can encode its streams like this: each has a resolution of the list and a frame rate that the list
    /// allows for it. The resolution that a stream has, and the one of the factory settings, are always possible, because the
    /// document's own example is not in its list.
    func encodes(_ new: JSONValue, instead old: JSONValue) -> Bool {
        let streams = new["streamEncode"]?.arrayValue ?? []
        let scopes = sections[Self.scope]?.arrayValue?.first?.arrayValue ?? []
        for (index, stream) in streams.enumerated() where index < scopes.count {
            let picture = Picture(stream)
            let frameRate = stream["frameRate"]?.tolerantInteger ?? 0
            let known = [old, factory[Self.encode]].compactMap { $0?["streamEncode"]?.arrayValue }
            if known.contains(where: { index < $0.count && Picture($0[index]) == picture }) { continue }
            guard let name = Self.limits[picture.encoding ?? -1],
                let list = scopes[index][name]?["resolutionList"]?.arrayValue
            else { continue }
            let isOffered = list.contains { offer in
                offer["width"]?.tolerantInteger == picture.width && offer["height"]?.tolerantInteger == picture.height
                    && frameRate <= (offer["maxFrameRate"]?.tolerantInteger ?? .max)
            }
            if !isOffered { return false }
        }
        return true
    }

    private struct Picture: Equatable {
        let encoding: Int?
        let width: Int?
        let height: Int?

        init(_ stream: JSONValue) {
            encoding = stream["encodeType"]?.tolerantInteger
            width = stream["width"]?.tolerantInteger
            height = stream["height"]?.tolerantInteger
        }
    }
}

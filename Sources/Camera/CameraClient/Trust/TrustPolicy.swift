package import CameraSchema
package import Cryptography
package import HTTPTransport

/// Which key a camera must show.
package enum TrustPolicy: Sendable {
    /// The key of the first contact, kept in a known-cameras file.
    case firstUse(KnownCameras)
    /// Any key: `--insecure`.
    case insecure
}

/// What is believed of a camera, and what was learnt on the way.
package struct EstablishedTrust: Sendable {
    package let trust: ServerTrust
    /// The key, if this was the first contact and it was written into the known-cameras file.
    package let learntKey: PublicKeyPin?
}

extension TrustPolicy {
    /// The keys of all cameras that were met before, by `host:port`.
    ///
    /// - Throws: ``KnownCameras/Fault``
    package func knownKeys() throws(KnownCameras.Fault) -> [String: PublicKeyPin] {
        guard case .firstUse(let known) = self else { return [:] }
        return try known.keys()
    }

    /// Looks the camera's key up; on first contact asks for it, with a call that holds no secret, and keeps it.
    ///
    /// - Throws: ``CameraError`` if the camera or the file cannot be used.
    package func establish(
        _ target: CameraTarget, transport: HTTPTransport, schema: CameraSchema, options: ClientOptions
    ) async throws(CameraError) -> EstablishedTrust {
        let wording = CameraErrorWording(camera: target.address, schema: schema)
        guard target.scheme == .https, case .firstUse(let known) = self else {
            return EstablishedTrust(trust: .anyKey, learntKey: nil)
        }
        do throws(KnownCameras.Fault) {
            if let key = try known.key(of: target) { return EstablishedTrust(trust: .pinned(key), learntKey: nil) }
        } catch {
            throw wording.error(.knownCameras(error.description), endpoint: nil)
        }
        let sender = CallSender(
            target: target, transport: transport, trust: .recordKey, options: options, wording: wording)
        guard let key = try await sender.serverKey().serverKey else {
            throw wording.error(.malformedAnswer("it showed no TLS key"), endpoint: nil)
        }
        do throws(KnownCameras.Fault) {
            try known.add(key, of: target)
        } catch {
            throw wording.error(.knownCameras(error.description), endpoint: nil)
        }
        return EstablishedTrust(trust: .pinned(key), learntKey: key)
    }
}

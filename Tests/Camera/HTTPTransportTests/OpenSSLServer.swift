import Cryptography
import Foundation
import TestSupport
import Testing

/// `openssl s_server` on a free port of 127.0.0.1 with a certificate of its own.
///
/// With `.answering` it answers each GET with a page of its own on a connection of its own; with `.recording` it takes one
/// connection, never answers, and writes what it receives to its output.
final class OpenSSLServer {
    enum Mode {
        case answering
        case recording
    }

    static let isAvailable = FileManager.default.isExecutableFile(atPath: command)
    private static let command = "/usr/bin/openssl"

    let pin: PublicKeyPin
    let port: Int
    private let process: ChildProcess
    private let folder: URL
    /// Its certificate in PEM, which vouches for itself alone.
    let authority: String

    init(_ mode: Mode) async throws {
        let certificate = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 1)
        pin = try PublicKeyPin(pemCertificate: certificate.certificatePEM)
        folder = FileManager.default.temporaryDirectory.appending(path: "camkeep-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "server.pem")
        authority = file.path
        try (certificate.certificatePEM + certificate.privateKeyPEM).write(to: file, atomically: true, encoding: .utf8)

        // At the end of its input the server would stop.
        process = try ChildProcess(
            Self.command,
            ["s_server", "-accept", "127.0.0.1:0", "-cert", file.path, "-key", file.path]
                + (mode == .answering ? ["-www"] : ["-naccept", "1"]),
            environment: ["PATH": "/usr/bin:/bin"], folder: folder.path, streams: .openInput)

        // It says "ACCEPT 127.0.0.1:PORT" when it listens.
        var listening: Int?
        while listening == nil, !process.hasEnded {
            let text = String(decoding: process.outputSoFar, as: UTF8.self)
            let line = text.components(separatedBy: "\n").dropLast().first { $0.hasPrefix("ACCEPT ") }
            listening = line?.components(separatedBy: ":").last.flatMap { Int($0) }
            await Task.yield()
        }
        port = try #require(listening)
    }

    deinit {
        process.send(SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    var url: String { "https://127.0.0.1:\(port)/secret-path" }

    /// What a recording server received on its only connection, which has to be over.
    func recorded() async throws -> String {
        String(decoding: try await process.result().output, as: UTF8.self)
    }
}

import CameraClient
import CameraTestSupport
import Cryptography
import Foundation
import Testing

struct KnownCamerasTests {
    private let scratch: ScratchFolder
    private let known: KnownCameras
    private let door: CameraTarget
    private let yard: CameraTarget
    private let doorKey = PublicKeyPin(subjectPublicKeyInfo: [1])
    private let yardKey = PublicKeyPin(subjectPublicKeyInfo: [2])

    init() throws {
        scratch = try ScratchFolder()
        known = KnownCameras(path: scratch.path("known"))
        door = try CameraTarget("https://door.example")
        yard = try CameraTarget("https://[fe80::1%eth0]:8443")
    }

    @Test func aMissingFileKnowsNobody() throws {
        #expect(try known.key(of: door) == nil)
    }

    @Test func whatIsAddedIsKnown() throws {
        try known.add(doorKey, of: door)
        try known.add(yardKey, of: yard)
        #expect(try known.key(of: door) == doorKey)
        #expect(try known.key(of: yard) == yardKey)
        let lines = ["door.example:443 \(doorKey)", "[fe80::1%eth0]:8443 \(yardKey)", ""]
        #expect(try scratch.read("known") == lines.joined(separator: "\n"))
    }

    @Test func makesTheFolderForItsOwnerAlone() throws {
        let nested = KnownCameras(path: scratch.path("config/camkeep/known"))
        try nested.add(doorKey, of: door)
        #expect(try nested.key(of: door) == doorKey)
        for (name, mode) in [("config/camkeep", 0o700), ("config/camkeep/known", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(name))
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
        }
    }

    @Test(arguments: [
        "# cameras\n\n%\n", "%", "  %  # the front door\n", "%\r\nyard.example:443 &\r\n", "other:443 &\n%\n",
        "\t%\n", "%\n%2\n",
    ])
    func readsWhatAnEditorLeaves(text: String) throws {
        let content = text.replacing("%2", with: "door.example:443 \(yardKey)")
            .replacing("%", with: "door.example:443\t \(doorKey)").replacing("&", with: "\(yardKey)")
        try scratch.write(content, to: "known")
        #expect(try known.key(of: door) == doorKey)
    }

    @Test func aLastLineWithoutItsEndStaysALineOfItsOwn() throws {
        try scratch.write("door.example:443 \(doorKey)", to: "known")
        try known.add(yardKey, of: yard)
        #expect(try known.key(of: door) == doorKey)
        #expect(try known.key(of: yard) == yardKey)
    }

    @Test(arguments: [
        "door.example:443", "door.example:443 sha256//tooshort", "door.example:443 & more", "<<<<<<< HEAD",
        "door.example:443 md5//AAAA",
    ])
    func aMalformedLineIsNamedByItsNumber(line: String) throws {
        try scratch.write("# cameras\n\(line.replacing("&", with: "\(doorKey)"))\n", to: "known")
        let fault = #expect(throws: KnownCameras.Fault.self) { try known.key(of: door) }
        #expect(fault?.description.contains("known, line 2:") == true)
    }

    @Test func bytesThatAreNoTextAreAFault() throws {
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: known.path))
        #expect(throws: KnownCameras.Fault.self) { try known.key(of: door) }
    }

    @Test func aFolderInItsPlaceIsAFault() throws {
        let folder = KnownCameras(path: scratch.path(""))
        #expect(throws: KnownCameras.Fault.self) { try folder.key(of: door) }
        #expect(throws: KnownCameras.Fault.self) { try folder.add(doorKey, of: door) }
    }

    @Test func aFolderThatCannotBeMadeIsAFault() throws {
        try scratch.write("", to: "file")
        let below = KnownCameras(path: scratch.path("file/known"))
        let fault = #expect(throws: KnownCameras.Fault.self) { try below.add(doorKey, of: door) }
        #expect(fault?.description.contains("file/known") == true)
    }

    @Test func manyRunsMayAddAtTheSameTime() async throws {
        let cameras = try (1...60).map { number in
            (try CameraTarget("https://camera-\(number)"), PublicKeyPin(subjectPublicKeyInfo: [UInt8(number)]))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (target, key) in cameras {
                group.addTask { try known.add(key, of: target) }
            }
            try await group.waitForAll()
        }
        for (target, key) in cameras { #expect(try known.key(of: target) == key) }
    }
}

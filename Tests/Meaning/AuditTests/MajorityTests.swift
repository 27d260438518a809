import Audit
import CameraSchema
import Configuration
import DiffTestSupport
import JSONTree
import SemanticDiff
import Snapshots
import TestSupport
import Testing

@Suite struct MajorityTests {
    // MARK: - Who is blamed

    @Test(arguments: 1...5)
    func copiesOfOneCameraDeviateNowhere(count: Int) throws {
        let result = try Cameras(count, edited: [:]).audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.isEmpty)
        #expect(result.gaps.isEmpty)
        #expect(!result.hasFindings)
        #expect(result.cameras.allSatisfy { $0.incomparableSecrets == 0 })
    }

    @Test func outliersArePlainlyNamed() throws {
        let cameras = try Cameras(
            200,
            edited: [
                3: { try $0.set("network/ftp", "/enable", to: 0) },
                77: {
                    try $0.set("network/port", "/0/property/rtspProtocol /encrypt", to: 1)
                    try $0.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
                },
                199: { try $0.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080]) },
            ])
        let result = cameras.audit()
        #expect(
            result.places == [
                "camera-077 network/port/1/property/rtspProtocol/encrypt",
                "camera-077 video/video-encode/streamEncode/0/encodeType",
                "camera-003 network/ftp/enable",
                "camera-199 event/alarm-schedule[alarmType=1]/schedule",
            ])
        #expect(result.ties.isEmpty)
        #expect(result.count(.error) == 1)
        #expect(result.count(.warning) == 3)
        #expect(result.cameras.count { $0.isClean } == 197)
    }

    /// Names, addresses and serial numbers differ, and so do clocks.
    @Test func identityAndWhatMovesByItselfIsNoDeviation() throws {
        let cameras = try Cameras(
            (0..<4).map { position in
                { camera in
                    camera.identity.name = "Camera \(position)"
                    try camera.set("system/device-info", "/devName", to: .string("Camera \(position)"))
                    try camera.set("network/interfaces", "/ip", to: .string("10.0.0.\(position)"))
                    try camera.set("system/system-time", "/minute", to: .integer(position))
                    try camera.set("network/gb28181", "/deviceId", to: .string("3402000000132000000\(position)"))
                }
            })
        let result = cameras.audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.isEmpty)
    }

    @Test func tiesBlameNobody() throws {
        let dark = { (camera: inout ExampleCamera) in try camera.set("image/image", "/brightness", to: 10) }
        let result = try Cameras(4, edited: [1: dark, 3: dark]).audit()
        #expect(result.places.isEmpty)
        let tie = try #require(result.ties.first)
        #expect(result.ties.count == 1)
        #expect(tie.place.description == "image/image.brightness")
        #expect(tie.isEven)
        #expect(tie.choices.map(\.cameras) == [["camera-000", "camera-002"], ["camera-001", "camera-003"]])
        #expect(tie.choices.last?.value == 10)
    }

    /// Two of five are more than any others, and still not most.
    @Test func halfIsNoMajority() throws {
        let cameras = try Cameras(
            (0..<5).map { position in
                { try $0.set("image/image", "/brightness", to: .integer(position < 2 ? 200 : position)) }
            })
        let result = cameras.audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.map(\.isEven) == [false])
        #expect(result.ties.first?.choices.map(\.cameras.count) == [2, 1, 1, 1])
    }

    /// A tie at one field leaves the others of the section to be compared.
    @Test func theRestOfASectionWithATieIsStillCompared() throws {
        let result = try Cameras(
            4,
            edited: [
                0: { try $0.set("image/image", "/brightness", to: 10) },
                1: {
                    try $0.set("image/image", "/brightness", to: 10)
                    try $0.set("image/image", "/contrast", to: 7)
                },
            ]
        ).audit()
        #expect(result.places == ["camera-001 image/image/contrast"])
        #expect(result.ties.map(\.place.description) == ["image/image.brightness"])
    }

    @Test func anItemThatMostLackIsAnOutlier() throws {
        let without = { (camera: inout ExampleCamera) in try camera.remove("network/port", "/6") }
        let few = try Cameras(5, edited: [2: without]).audit()
        #expect(few.places == ["camera-002 network/port/72"])
        let most = try Cameras(5, edited: [0: without, 1: without, 2: without, 3: without]).audit()
        #expect(most.places == ["camera-004 network/port/72"])
        let half = try Cameras(4, edited: [0: without, 1: without]).audit()
        #expect(half.places.isEmpty)
        #expect(half.ties.map(\.place.description) == ["network/port.72"])
    }

    @Test func membersThatTheSchemaDoesNotKnowAreComparedToo() throws {
        let result = try Cameras(
            (0..<5).map { position in
                {
                    try $0.set("image/image", "/noiseFloor", to: position == 4 ? 14 : 12)
                    try $0.set(
                        "network/ftp", "/retry", to: ["count": position < 2 ? 3 : position == 2 ? 4 : 5, "pause": 1])
                }
            }
        ).audit()
        #expect(result.places == ["camera-004 image/image/noiseFloor"])
        #expect(result.ties.map(\.place.description) == ["network/ftp.retry.count"])
    }

    /// More values than are compared one by one.
    @Test func whereAllDifferNobodyIsBlamed() throws {
        let result = try Cameras(
            (0..<30).map { position in
                {
                    try $0.set("network/smtp", "/theme", to: .string("Gate \(position)"))
                    try $0.set("video/watermark", "/1/markText", to: .string(position % 10 == 0 ? "Yard" : "Gate"))
                }
            }
        ).audit()
        #expect(
            result.places == [
                "camera-000 video/watermark/1/markText", "camera-010 video/watermark/1/markText",
                "camera-020 video/watermark/1/markText",
            ])
        #expect(result.ties.map(\.place.description) == ["network/smtp.theme"])
        #expect(result.ties.first?.choices.count == 30)
    }

    @Test func sharingSectionsChangesNothing() throws {
        let cameras = try Cameras(
            (0..<8).map { position in { try $0.set("image/image", "/brightness", to: .integer(position)) } })
        var shared = SharedSections()
        for camera in cameras.all { #expect(shared.share(camera.snapshot) == camera.snapshot) }
    }

    // MARK: - Sections

    @Test func camerasWithoutASectionAreListedApart() throws {
        let result = try Cameras(
            5,
            edited: [
                1: { $0.leaveOut("network/snmp") },
                2: { $0.withdraw("network/snmp", "the camera answered code 203: not supported") },
                3: { $0.fail("network/snmp", "the connection was dropped") },
            ]
        ).audit()
        #expect(result.places.isEmpty)
        let gap = try #require(result.gaps.first)
        #expect(result.gaps.map(\.section) == ["network/snmp"])
        #expect(gap.lacking == ["camera-001", "camera-002"])
        #expect(gap.having == ["camera-000", "camera-004"])
        #expect(result.camera(3)?.unreadSections == ["network/snmp"])
        #expect(!result.isComplete)
        #expect(!result.hasFindings)
    }

    @Test func anotherFirmwareExplainsItsOwnFields() throws {
        let result = try Cameras(
            5,
            edited: [
                4: {
                    $0.identity.firmware = "21.2.3.1"
                    try $0.set("image/image", "/lowLight", to: ["enable": 0])
                    try $0.set("event/motion", "/sensitivity", to: 3)
                }
            ]
        ).audit()
        #expect(result.places == ["camera-004 event/motion/sensitivity"])
        #expect(result.camera(4)?.explainedByFirmware == 1)
    }

    @Test func aFilterLeavesOutDeviationsTiesAndGaps() throws {
        let cameras = try Cameras(
            4,
            edited: [
                0: {
                    try $0.set("image/image", "/brightness", to: 10)
                    try $0.set("network/ftp", "/enable", to: 0)
                },
                1: {
                    try $0.set("image/image", "/brightness", to: 10)
                    $0.leaveOut("network/snmp")
                },
            ])
        let only = cameras.audit(filter: PathFilter(only: ["network/ftp"]))
        #expect(only.places == ["camera-000 network/ftp/enable"])
        #expect(only.ties.isEmpty)
        #expect(only.gaps.isEmpty)
        let except = cameras.audit(filter: PathFilter(except: ["network/ftp", "network/snmp"]))
        #expect(except.places.isEmpty)
        #expect(except.ties.count == 1)
        #expect(except.gaps.isEmpty)
    }

    // MARK: - Secrets

    private static let otherKey = FingerprintKey(bytes: Array(repeating: 9, count: FingerprintKey.byteCount))

    @Test func anotherSecretIsAnOutlier() throws {
        let result = try Cameras(5, edited: [2: { try $0.set("network/ftp", "/username", to: "other") }]).audit()
        #expect(result.places == ["camera-002 network/ftp/username"])
    }

    @Test func secretsUnderAnotherKeyAreNotCompared() throws {
        let result = try Cameras(5, edited: [2: { $0.fingerprintKey = Self.otherKey }]).audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.isEmpty)
        #expect(result.camera(2)?.incomparableSecrets ?? 0 > 0)
        #expect(result.camera(0)?.incomparableSecrets == 0)
    }

    @Test(arguments: [nil, Self.otherKey])
    func secretsOfTwoKeysHaveNoMajority(key: FingerprintKey?) throws {
        let other = { (camera: inout ExampleCamera) in camera.fingerprintKey = key }
        let result = try Cameras(4, edited: [0: other, 1: other]).audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.isEmpty)
        #expect(result.cameras.allSatisfy { $0.incomparableSecrets > 0 })
    }

    @Test func secretsWithoutFingerprintsAreNeverEqual() throws {
        let result = try Cameras((0..<3).map { _ in { $0.fingerprintKey = nil } }).audit()
        #expect(result.places.isEmpty)
        #expect(result.cameras.allSatisfy { $0.incomparableSecrets > 0 })
    }

    @Test func differentPasswordsEverywhereAreATie() throws {
        let result = try Cameras(
            (0..<3).map { position in { try $0.set("network/ftp", "/username", to: .string("user \(position)")) } }
        ).audit()
        #expect(result.places.isEmpty)
        #expect(result.ties.map(\.place.description) == ["network/ftp.username"])
    }

    // MARK: - Any values

    /// Whatever the cameras are: each value of the majority is that of more than half, so nobody who agrees is blamed.
    @Test(arguments: 0..<20)
    func whoeverHasTheMajoritysValueIsNotBlamed(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let places: [(String, String, Range<Int>)] = [
            ("image/image", "/brightness", 1..<4), ("image/image", "/contrast", 1..<3),
            ("network/ftp", "/serverPort", 21..<23), ("video/video-encode", "/streamEncode/1/frameRate", 5..<8),
        ]
        let values = (0..<7).map { _ in places.map { Int.random(in: $0.2, using: &generator) } }
        let cameras = try Cameras(
            values.map { own in
                { camera in
                    for (place, value) in zip(places, own) { try camera.set(place.0, place.1, to: .integer(value)) }
                }
            })
        let result = cameras.audit()
        for (index, place) in places.enumerated() {
            let column = values.map { $0[index] }
            let counts = Dictionary(column.map { ($0, 1) }, uniquingKeysWith: +)
            let majority = counts.first { $0.value > 3 }?.key
            for (camera, value) in column.enumerated() {
                let isBlamed = result.places.contains("\(Cameras.name(camera)) \(place.0)\(place.1)")
                #expect(isBlamed == (majority != nil && value != majority))
            }
            let isTie = result.ties.contains { "\($0.place.section)\($0.place.pointer)" == place.0 + place.1 }
            #expect(isTie == (majority == nil))
        }
    }
}

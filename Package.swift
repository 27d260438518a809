// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor. A target knows its own room and the floors below it; docs/design.md tells what is where, and
// scripts/check-structure holds it. There are no package dependencies: only the toolchain and four C libraries.
//
//   CLibraries   thin shims, each imported by one target
//   Base         values, bytes and files; nothing about cameras
//   Camera       a camera's words: the API as data, HTTP, sessions, and the canonical form
//   Store        what is kept, and where
//   Meaning      what it means: changes, since when, who deviates
//   Action       reading cameras, writing to them, running over many, telling others
//   Interface    what a person types and sees
//   Simulator    a camera to play with
//
// Tests mirrors the floors; Benchmarks measures.

let cLibraries = room(
    "CLibraries",
    [
        .target(name: "CCurl"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        // The bytes of schema/*.json, embedded by the C compiler.
        .target(name: "CSchemaData"),
    ])

let base = room(
    "Base",
    [
        .target(name: "JSONTree"),
        .target(name: "Text"),
        .target(name: "Processes", dependencies: ["Text"]),
        .target(name: "Cryptography", dependencies: ["COpenSSL"]),
        .target(name: "Files", dependencies: ["Cryptography", "Text"]),
    ])

let camera = room(
    "Camera",
    [
        .target(name: "CameraSchema", dependencies: ["CSchemaData", "Cryptography", "JSONTree", "Text"]),
        .target(name: "HTTPTransport", dependencies: ["CCurl", "Cryptography"]),
        .target(
            name: "CameraClient",
            dependencies: ["CameraSchema", "Cryptography", "Files", "HTTPTransport", "JSONTree"]),
        .target(name: "Configuration", dependencies: ["CameraSchema", "Cryptography", "JSONTree"]),
    ])

let store = room(
    "Store",
    [
        .target(name: "Sealing", dependencies: ["Cryptography", "Files"]),
        .target(name: "Snapshots", dependencies: ["CZlib", "CameraSchema", "Cryptography", "Files", "JSONTree"]),
        .target(
            name: "Vault",
            dependencies: [
                "CameraSchema", "Configuration", "Cryptography", "Files", "JSONTree", "Sealing", "Snapshots",
            ]),
    ])

let meaning = room(
    "Meaning",
    [
        .target(
            name: "SemanticDiff",
            dependencies: ["CameraSchema", "Configuration", "Cryptography", "JSONTree", "Snapshots"]),
        .target(
            name: "History",
            dependencies: ["CameraSchema", "Configuration", "Cryptography", "JSONTree", "SemanticDiff", "Snapshots"]),
        .target(
            name: "Audit",
            dependencies: [
                "CSchemaData", "CameraSchema", "Configuration", "Cryptography", "JSONTree", "SemanticDiff",
                "Snapshots", "Text",
            ]),
    ])

let action = room(
    "Action",
    [
        .target(
            name: "CameraWalk",
            dependencies: ["CameraClient", "CameraSchema", "Configuration", "Cryptography", "JSONTree", "Snapshots"]),
        .target(
            name: "Restore",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraWalk", "Configuration", "Cryptography", "Files",
                "HTTPTransport", "JSONTree", "SemanticDiff", "Snapshots", "Text",
            ]),
        .target(
            name: "Drill",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraWalk", "Configuration", "HTTPTransport", "JSONTree", "Restore",
                "SemanticDiff", "SimulatedCamera", "Snapshots", "Text",
            ]),
        .target(
            name: "Fleet",
            dependencies: ["CameraClient", "Cryptography", "Files", "HTTPTransport", "JSONTree", "Snapshots", "Text"]),
        .target(
            name: "Jobs",
            dependencies: [
                "Audit", "CameraClient", "CameraSchema", "CameraWalk", "Configuration", "Cryptography", "Drill",
                "Files", "Fleet",
                "HTTPTransport", "History", "JSONTree", "Processes", "Restore", "Sealing", "SemanticDiff", "Snapshots",
                "Text", "Vault",
            ]),
        .target(
            name: "Monitoring",
            dependencies: [
                "CameraSchema", "Cryptography", "Files", "HTTPTransport", "JSONTree", "Processes", "Snapshots",
                "Text",
            ]),
    ])

let interface = room(
    "Interface",
    [
        .target(
            name: "Reports",
            dependencies: [
                "Audit", "CameraSchema", "Configuration", "Cryptography", "History", "JSONTree", "Monitoring",
                "Restore", "SemanticDiff", "Snapshots", "Text",
            ]),
        .target(name: "CommandLineTool", dependencies: ["JSONTree", "Processes", "Text"]),
        .target(
            name: "Commands",
            dependencies: [
                "Audit", "CameraClient", "CameraSchema", "CameraWalk", "CommandLineTool", "Configuration",
                "Cryptography", "Drill", "Files", "Fleet", "HTTPTransport", "History", "JSONTree", "Jobs", "Monitoring",
                "Processes", "Reports", "Restore", "Sealing", "SemanticDiff", "Snapshots", "Text", "Vault",
            ]),
        .executableTarget(name: "camkeep", dependencies: ["CommandLineTool", "Commands"]),
    ])

let simulator = room(
    "Simulator",
    [
        .target(
            name: "SimulatedCamera",
            dependencies: ["CSchemaData", "CameraSchema", "Cryptography", "JSONTree"],
            exclude: ["Firmware/firmware2.json", "Firmware/model2.json"]),
        .target(name: "SimulatedCameraServer", dependencies: ["CMicroHTTPD", "SimulatedCamera", "Text"]),
        .executableTarget(
            name: "camkeep-simulator",
            dependencies: [
                "CameraSchema", "CommandLineTool", "Cryptography", "JSONTree", "Processes", "SimulatedCamera",
                "SimulatedCameraServer", "Text",
            ]),
    ])

let benchmarks: [Target] = [
    .executableTarget(
        name: "camkeep-pair-benchmark", dependencies: ["CameraSchema", "SemanticDiff", "Snapshots"],
        path: "Benchmarks/PairBenchmark"),
    .executableTarget(
        name: "camkeep-audit-store", dependencies: ["JSONTree", "Snapshots"], path: "Benchmarks/AuditStore"),
]

// MARK: - Tests

let testSupport = tests(
    "Support",
    [
        .target(name: "TestSupport", dependencies: ["JSONTree"]),
        .target(
            name: "CameraTestSupport",
            dependencies: [
                "CameraClient", "CameraSchema", "Cryptography", "HTTPTransport", "JSONTree", "SimulatedCamera",
                "SimulatedCameraServer",
            ]),
        .target(
            name: "CommandTestSupport",
            dependencies: [
                "CameraSchema", "Cryptography", "JSONTree", "SimulatedCamera", "SimulatedCameraServer", "Snapshots",
                "TestSupport",
            ]),
        .target(name: "ConfigurationTestSupport", dependencies: ["CameraSchema", "JSONTree", "TestSupport"]),
        .target(
            name: "DiffTestSupport",
            dependencies: [
                "CameraSchema", "CameraWalk", "Configuration", "ConfigurationTestSupport", "Cryptography", "JSONTree",
                "SemanticDiff", "Snapshots", "TestSupport",
            ]),
    ])

let baseTests = tests(
    "Base",
    [
        .testTarget(name: "TextTests", dependencies: ["Text"]),
        .testTarget(name: "ProcessesTests", dependencies: ["Processes", "TestSupport"]),
        .testTarget(name: "JSONTreeTests", dependencies: ["JSONTree", "TestSupport"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"]),
        .testTarget(name: "FilesTests", dependencies: ["Cryptography", "Files"]),
    ])

let cameraTests = tests(
    "Camera",
    [
        .testTarget(name: "CameraSchemaTests", dependencies: ["CameraSchema"]),
        .testTarget(name: "HTTPTransportTests", dependencies: ["Cryptography", "HTTPTransport", "TestSupport"]),
        .testTarget(
            name: "CameraClientTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "Cryptography", "HTTPTransport", "JSONTree",
                "SimulatedCamera", "TestSupport",
            ]),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "CameraSchema", "Configuration", "ConfigurationTestSupport", "Cryptography", "JSONTree",
                "TestSupport",
            ]),
    ])

let storeTests = tests(
    "Store",
    [
        .testTarget(
            name: "SealingTests",
            // CZlib inflates the age test vectors.
            dependencies: ["CZlib", "Cryptography", "Sealing", "TestSupport"]),
        .testTarget(
            name: "SnapshotsTests",
            dependencies: ["CameraSchema", "Cryptography", "Files", "JSONTree", "Snapshots", "TestSupport"]),
        .testTarget(
            name: "VaultTests",
            dependencies: [
                "CameraSchema", "Configuration", "Cryptography", "JSONTree", "Sealing", "Snapshots", "Vault",
            ]),
    ])

let meaningTests = tests(
    "Meaning",
    [
        .testTarget(
            name: "SemanticDiffTests",
            dependencies: [
                "CameraSchema", "CameraWalk", "Configuration", "ConfigurationTestSupport", "Cryptography",
                "DiffTestSupport", "JSONTree", "Reports", "SemanticDiff", "SimulatedCamera", "Snapshots",
                "TestSupport",
            ]),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "CameraSchema", "Configuration", "DiffTestSupport", "History", "JSONTree", "Reports", "Restore",
                "SemanticDiff", "Snapshots", "TestSupport",
            ]),
        .testTarget(
            name: "AuditTests",
            dependencies: [
                "Audit", "CameraSchema", "Configuration", "DiffTestSupport", "JSONTree", "Reports", "SemanticDiff",
                "Snapshots", "TestSupport", "Text",
            ]),
    ])

let actionTests = tests(
    "Action",
    [
        .testTarget(
            name: "JobsTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Configuration", "Drill",
                "Fleet", "JSONTree", "Jobs", "Restore", "Sealing", "SemanticDiff", "SimulatedCamera", "Snapshots",
                "Vault",
            ]),
        .testTarget(
            name: "CameraWalkTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Cryptography", "HTTPTransport",
                "JSONTree", "SimulatedCamera", "Snapshots",
            ]),
        .testTarget(
            name: "RestoreTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Configuration",
                "ConfigurationTestSupport", "Cryptography", "DiffTestSupport", "HTTPTransport", "JSONTree", "Reports",
                "Restore", "SemanticDiff", "SimulatedCamera", "SimulatedCameraServer", "Snapshots", "TestSupport",
            ]),
        .testTarget(
            name: "DrillTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Configuration", "Drill",
                "JSONTree", "SimulatedCamera", "Snapshots", "TestSupport", "Vault",
            ]),
        .testTarget(
            name: "FleetTests",
            dependencies: ["CameraClient", "Cryptography", "Fleet", "HTTPTransport", "JSONTree", "TestSupport"]),
        .testTarget(
            name: "MonitoringTests",
            dependencies: [
                "Cryptography", "DiffTestSupport", "Files", "HTTPTransport", "JSONTree", "Monitoring", "Reports",
                "SemanticDiff", "Snapshots", "TestSupport", "Text",
            ]),
    ])

let interfaceTests = tests(
    "Interface",
    [
        .testTarget(
            name: "ReportsTests",
            // CZlib reads the browser's screenshots.
            dependencies: [
                "CZlib", "CameraSchema", "Configuration", "DiffTestSupport", "JSONTree", "Reports", "Restore",
                "SemanticDiff", "Snapshots", "TestSupport", "Text",
            ]),
        .testTarget(name: "CommandLineToolTests", dependencies: ["CommandLineTool", "JSONTree", "Processes", "Text"]),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "CameraSchema", "CommandLineTool", "CommandTestSupport", "Commands", "DiffTestSupport", "JSONTree",
                "SimulatedCamera", "SimulatedCameraServer", "Snapshots", "TestSupport",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CameraSchema", "CommandTestSupport", "Cryptography", "JSONTree", "SimulatedCamera",
                "SimulatedCameraServer", "Snapshots",
                "TestSupport", "camkeep", "camkeep-simulator",
            ]),
    ])

let simulatorTests = tests(
    "Simulator",
    [
        .testTarget(
            name: "SimulatedCameraTests",
            dependencies: [
                "CameraSchema", "Cryptography", "JSONTree", "SimulatedCamera", "SimulatedCameraServer", "TestSupport",
                "camkeep-simulator",
            ])
    ])

// MARK: - The package

let package = Package(
    name: "CamKeep",
    products: [
        .executable(name: "camkeep", targets: ["camkeep"]),
        .executable(name: "camkeep-simulator", targets: ["camkeep-simulator"]),
    ],
    targets: cLibraries + base + camera + store + meaning + action + interface + simulator + benchmarks + testSupport
        + baseTests + cameraTests + storeTests + meaningTests + actionTests + interfaceTests + simulatorTests
)

let sharedSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

for target in package.targets where target.type != .system && target.name != "CSchemaData" && target.name != "CCurl" {
    target.swiftSettings = sharedSettings
}

// What reads JSON is optimised in debug builds as well. Tests, and the programs that they start, spend most of their time in a few more
// targets: optimising these costs as much to build as all the others together, so scripts/test asks for it and the demo does without.
// Checks for overflow and bounds stay.
let busyTargets: Set =
    Context.environment["CAMKEEP_FAST_TESTS"] == "1"
    ? ["JSONTree", "CameraSchema", "Configuration", "SemanticDiff", "Snapshots", "CommandLineTool", "SimulatedCamera"]
    : ["JSONTree"]

for target in package.targets where busyTargets.contains(target.name) {
    target.swiftSettings = sharedSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]
}

// MARK: - Rooms

/// The targets of one floor, each in a folder of its own name.
func room(_ name: String, _ targets: [Target]) -> [Target] { folder("Sources/" + name, targets) }

func tests(_ room: String, _ targets: [Target]) -> [Target] { folder("Tests/" + room, targets) }

func folder(_ path: String, _ targets: [Target]) -> [Target] {
    for target in targets { target.path = "\(path)/\(target.name)" }
    return targets
}

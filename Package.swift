// swift-tools-version: 6.2
import PackageDescription

// One direction of flow: camera → HTTPTransport → CameraClient → Configuration → CameraWalk → Snapshots → camkeep.
// docs/design.md draws it. There are no package dependencies: only the toolchain and four C libraries.

let package = Package(
    name: "CamKeep",
    products: [
        .executable(name: "camkeep", targets: ["camkeep"]),
        .executable(name: "camkeep-simulator", targets: ["camkeep-simulator"]),
    ],
    targets: [
        // C libraries: each is imported by exactly one target.
        .target(name: "CCurl"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

        // The bytes of schema/*.json, embedded by the C compiler.
        .target(name: "CSchemaData"),

        // Values and vocabulary
        .target(name: "JSONTree"),
        .target(name: "Cryptography", dependencies: ["COpenSSL"]),
        .target(name: "Files", dependencies: ["Cryptography"]),
        .target(name: "Sealing", dependencies: ["Cryptography", "Files"]),
        .target(name: "CameraSchema", dependencies: ["JSONTree", "Cryptography", "CSchemaData"]),

        // Camera → configuration
        .target(name: "HTTPTransport", dependencies: ["CCurl", "Cryptography"]),
        .target(name: "CameraClient", dependencies: ["HTTPTransport", "JSONTree", "CameraSchema", "Cryptography"]),
        .target(name: "Configuration", dependencies: ["CameraSchema", "Cryptography", "JSONTree"]),

        // Configuration → snapshot
        .target(name: "Snapshots", dependencies: ["CameraSchema", "CZlib", "Cryptography", "Files", "JSONTree"]),
        .target(
            name: "CameraWalk",
            dependencies: ["CameraClient", "CameraSchema", "Configuration", "Cryptography", "JSONTree", "Snapshots"]),

        // Secrets kept for a restore
        .target(
            name: "Vault",
            dependencies: [
                "CameraSchema", "Configuration", "Cryptography", "Files", "JSONTree", "Sealing", "Snapshots",
            ]),

        // Two configurations → changes → reports
        .target(
            name: "SemanticDiff",
            dependencies: ["CameraSchema", "Configuration", "Cryptography", "JSONTree", "Snapshots"]),

        .target(
            name: "Audit",
            dependencies: [
                "CSchemaData", "CameraSchema", "Configuration", "Cryptography", "JSONTree", "SemanticDiff", "Snapshots",
            ]),

        .target(
            name: "Reports",
            dependencies: [
                "Audit", "CameraSchema", "CommandLineTool", "Configuration", "Cryptography", "JSONTree", "Restore",
                "SemanticDiff", "Snapshots",
            ]),

        // The snapshots of a camera over time
        .target(
            name: "History",
            dependencies: [
                "CameraSchema", "Configuration", "Cryptography", "JSONTree", "Reports", "Restore", "SemanticDiff",
                "Snapshots",
            ]),

        // A configuration → a camera
        .target(
            name: "Restore",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraWalk", "Configuration", "Cryptography", "Files", "HTTPTransport",
                "JSONTree", "SemanticDiff", "Snapshots",
            ]),

        // A restore without a camera
        .target(
            name: "Drill",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraWalk", "Configuration", "HTTPTransport", "JSONTree", "Restore",
                "SemanticDiff", "SimulatedCamera", "Snapshots",
            ]),

        // Many cameras
        .target(
            name: "Fleet",
            dependencies: [
                "CameraClient", "CommandLineTool", "Cryptography", "Files", "HTTPTransport", "JSONTree", "Snapshots",
            ]),

        // A run → those who are not there to watch it
        .target(
            name: "Monitoring",
            dependencies: [
                "CameraSchema", "CommandLineTool", "Cryptography", "Files", "HTTPTransport", "JSONTree", "Reports",
                "SemanticDiff", "Snapshots",
            ]),

        // Command line
        .target(name: "CommandLineTool", dependencies: ["JSONTree"]),
        .executableTarget(
            name: "camkeep",
            dependencies: [
                "Audit", "CameraClient", "CameraSchema", "CameraWalk", "CommandLineTool", "Configuration",
                "Cryptography", "Drill", "Files", "Fleet", "HTTPTransport", "History", "JSONTree",
                "Monitoring", "Reports", "Restore", "Sealing", "SemanticDiff", "Snapshots", "Vault",
            ]),

        .executableTarget(
            name: "camkeep-pair-benchmark", dependencies: ["CameraSchema", "SemanticDiff", "Snapshots"],
            path: "Benchmarks/PairBenchmark"),
        .executableTarget(
            name: "camkeep-audit-store", dependencies: ["JSONTree", "Snapshots"], path: "Benchmarks/AuditStore"),

        // The simulated camera, driven by the schema
        .target(
            name: "SimulatedCamera",
            dependencies: ["CSchemaData", "CameraSchema", "Cryptography", "JSONTree"],
            exclude: ["Firmware/firmware2.json", "Firmware/model2.json"]),
        .target(name: "SimulatedCameraServer", dependencies: ["CMicroHTTPD", "SimulatedCamera"]),
        .executableTarget(
            name: "camkeep-simulator",
            dependencies: [
                "CameraSchema", "CommandLineTool", "Cryptography", "JSONTree", "SimulatedCamera",
                "SimulatedCameraServer",
            ]),

        // Tests
        .target(name: "TestSupport", dependencies: ["JSONTree"], path: "Tests/TestSupport"),
        .testTarget(name: "JSONTreeTests", dependencies: ["JSONTree", "TestSupport"]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"]),
        .testTarget(name: "FilesTests", dependencies: ["Cryptography", "Files"]),
        .testTarget(
            name: "SealingTests",
            // CZlib inflates the age test vectors.
            dependencies: ["CZlib", "Cryptography", "Files", "Sealing", "TestSupport"]),
        .testTarget(name: "CameraSchemaTests", dependencies: ["CameraSchema", "JSONTree", "TestSupport"]),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: ["HTTPTransport", "SimulatedCamera", "SimulatedCameraServer", "TestSupport"]),
        .target(
            name: "CameraTestSupport",
            dependencies: [
                "CameraClient", "CameraSchema", "Cryptography", "HTTPTransport", "JSONTree", "SimulatedCamera",
                "SimulatedCameraServer",
            ],
            path: "Tests/CameraTestSupport"),
        .testTarget(
            name: "CameraClientTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "Cryptography", "HTTPTransport", "JSONTree",
                "SimulatedCamera", "SimulatedCameraServer", "TestSupport",
            ]),
        .testTarget(
            name: "CameraWalkTests",
            dependencies: [
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Cryptography", "HTTPTransport",
                "JSONTree", "SimulatedCamera", "SimulatedCameraServer", "Snapshots", "TestSupport",
            ]),
        .target(
            name: "ConfigurationTestSupport", dependencies: ["CameraSchema", "JSONTree", "TestSupport"],
            path: "Tests/ConfigurationTestSupport"),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "CameraSchema", "Configuration", "ConfigurationTestSupport", "Cryptography", "JSONTree", "TestSupport",
            ]),
        .testTarget(
            name: "SnapshotsTests",
            dependencies: ["CameraSchema", "Cryptography", "Files", "JSONTree", "Snapshots", "TestSupport"]),
        .testTarget(
            name: "VaultTests",
            dependencies: [
                "CameraSchema", "Configuration", "Cryptography", "JSONTree", "Sealing", "Snapshots", "Vault",
            ]),
        .target(
            name: "DiffTestSupport",
            dependencies: [
                "CameraSchema", "CameraWalk", "Configuration", "ConfigurationTestSupport", "Cryptography", "JSONTree",
                "SemanticDiff", "Snapshots",
                "TestSupport",
            ],
            path: "Tests/DiffTestSupport"),
        .testTarget(
            name: "SemanticDiffTests",
            dependencies: [
                "CameraSchema", "CameraWalk", "Configuration", "ConfigurationTestSupport", "Cryptography",
                "DiffTestSupport", "JSONTree", "Reports", "SemanticDiff", "SimulatedCamera", "Snapshots",
                "TestSupport",
            ]),
        .testTarget(
            name: "AuditTests",
            dependencies: [
                "Audit", "CameraSchema", "CommandLineTool", "Configuration", "DiffTestSupport", "JSONTree", "Reports",
                "SemanticDiff", "Snapshots", "TestSupport",
            ]),
        .testTarget(
            name: "ReportsTests",
            // CZlib reads the browser's screenshots.
            dependencies: [
                "CZlib", "CameraSchema", "CommandLineTool", "Configuration", "DiffTestSupport", "JSONTree", "Reports",
                "Restore", "SemanticDiff", "Snapshots", "TestSupport",
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
                "CameraClient", "CameraSchema", "CameraTestSupport", "CameraWalk", "Configuration", "Cryptography",
                "Drill", "JSONTree", "SimulatedCamera", "Snapshots", "TestSupport", "Vault",
            ]),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "CameraSchema", "Configuration", "DiffTestSupport", "History", "JSONTree", "Reports", "Restore",
                "SemanticDiff", "Snapshots", "TestSupport",
            ]),
        .testTarget(
            name: "FleetTests",
            dependencies: ["CameraClient", "Cryptography", "Fleet", "HTTPTransport", "JSONTree", "TestSupport"]),
        .testTarget(
            name: "MonitoringTests",
            dependencies: [
                "CameraSchema", "CommandLineTool", "Cryptography", "DiffTestSupport", "HTTPTransport", "JSONTree",
                "Monitoring",
                "Reports", "SemanticDiff", "Snapshots", "TestSupport",
            ]),
        .testTarget(name: "CommandLineToolTests", dependencies: ["CommandLineTool", "JSONTree", "TestSupport"]),
        .testTarget(
            name: "SimulatedCameraTests",
            dependencies: [
                "CameraSchema", "Cryptography", "JSONTree", "SimulatedCamera", "SimulatedCameraServer", "TestSupport",
                "camkeep-simulator",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CameraSchema", "Cryptography", "JSONTree", "SimulatedCamera", "SimulatedCameraServer", "Snapshots",
                "TestSupport", "camkeep", "camkeep-simulator",
            ]),
    ]
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

// What reads and compares JSON is optimised in debug builds as well: tests, and the programs that they start, spend most of their
// time there. Checks for overflow and bounds stay.
let busyTargets: Set = [
    "JSONTree", "CameraSchema", "Configuration", "SemanticDiff", "Snapshots", "CommandLineTool", "SimulatedCamera",
]

for target in package.targets where busyTargets.contains(target.name) {
    target.swiftSettings = sharedSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]
}

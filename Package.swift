// swift-tools-version: 6.2
import PackageDescription

/// With `KEYSYNC_LIBFUZZER=1` everything is built for libFuzzer, and `keysync-libfuzzer` is there (see the page on testing).
let isFuzzed = Context.environment["KEYSYNC_LIBFUZZER"] == "1"

/// Every target is held to the same rules. Warnings are errors where `KEYSYNC_WARNINGS=error`, as `deploy/test` sets it.
let strict: [SwiftSetting] =
  [.swiftLanguageMode(.v6), .strictMemorySafety(), .enableUpcomingFeature("ExistentialAny")]
  + (Context.environment["KEYSYNC_WARNINGS"] == "error" ? [.treatAllWarnings(as: .error)] : [])
  + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// Tests themselves are not optimised: that takes longer than it saves.
let tests = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "keysync",
  products: [
    .library(name: "KeySync", targets: ["KeySync"]),
    .executable(name: "keysync", targets: ["KeySyncCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),

    .target(name: "KeySyncCore", swiftSettings: strict),
    .target(name: "KeySyncCrypto", dependencies: ["KeySyncCore", "CSodium"], swiftSettings: strict),
    .target(
      name: "KeySyncStore",
      dependencies: [
        "KeySyncCore",
        "CSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "KeySyncBroker",
      dependencies: [
        "KeySyncCore", "CMosquitto",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "KeySync",
      dependencies: [
        "KeySyncCore", "KeySyncCrypto", "KeySyncStore", "KeySyncBroker", "Yams",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "KeySyncCommand",
      dependencies: [
        "KeySync",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),

    .target(name: "KeySyncTestSupport", path: "Tests/KeySyncTestSupport", swiftSettings: strict),
    .testTarget(
      name: "KeySyncCoreTests",
      dependencies: ["KeySyncCore", "KeySyncCrypto", "KeySyncFuzzing"],
      resources: [.copy("Vectors")],
      swiftSettings: tests
    ),
    .testTarget(
      name: "KeySyncShellTests",
      dependencies: [
        "KeySync", "KeySyncCrypto", "KeySyncStore", "KeySyncBroker", "KeySyncTestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: tests
    ),
    .testTarget(
      name: "KeySyncCommandTests",
      dependencies: [
        "KeySyncTestSupport", "KeySyncCommand",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: tests
    ),

    .target(
      name: "KeySyncSimulation",
      dependencies: [
        "KeySync", "KeySyncCrypto", "KeySyncStore", "KeySyncBroker", "CSodium",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/KeySyncSimulation/Simulation",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "keysync-simulate",
      dependencies: ["KeySyncSimulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Tests/KeySyncSimulation/Command",
      swiftSettings: strict
    ),
    .testTarget(
      name: "KeySyncSimulationTests",
      dependencies: ["KeySyncSimulation", "KeySyncTestSupport"],
      path: "Tests/KeySyncSimulation/Tests",
      swiftSettings: tests
    ),

    .target(name: "CAllocations", path: "Tests/KeySyncFuzz/Allocations"),
    .target(
      name: "KeySyncFuzzing",
      dependencies: ["KeySyncCore", "KeySyncCrypto"],
      path: "Tests/KeySyncFuzz/Fuzzing",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "keysync-fuzz",
      dependencies: [
        "KeySyncFuzzing", "CAllocations", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/KeySyncFuzz/Command",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "keysync-benchmarks",
      dependencies: [
        "KeySync", "KeySyncBroker", "KeySyncCrypto", "KeySyncStore", "KeySyncFuzzing", "KeySyncTestSupport",
        "CAllocations", "CSodium",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Tests/KeySyncBenchmarks",
      swiftSettings: strict
    ),
  ]
    + (isFuzzed
      ? [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/KeySyncFuzz/LibFuzzer/Driver"),
        .executableTarget(
          name: "keysync-libfuzzer",
          dependencies: ["KeySyncFuzzing", "CLibFuzzer"],
          path: "Tests/KeySyncFuzz/LibFuzzer/Command",
          swiftSettings: strict,
          // GNU gold, the default of this toolchain, trips over libFuzzer's archive.
          linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
        ),
      ] : [])
)

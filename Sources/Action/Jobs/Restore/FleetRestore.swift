import CameraClient
import CameraSchema
import Cryptography
package import Fleet
package import Restore

/// Restores several cameras: all of them are read, and when that is agreed to they are written, one camera ahead of the others.
///
/// The runs over the cameras are the caller's, with a ``FleetRunner``: first with ``plan(_:)``, then with ``Writing/write(_:)``.
package struct FleetRestore: Sendable {
    package let job: RestoreJob
    package let targets: [FleetTarget]
    private let requests: [CameraTarget: RestoreRequest]

    package init(_ requests: [RestoreRequest], job: RestoreJob) {
        self.job = job
        targets = requests.map(\.place)
        self.requests = Dictionary(requests.map { ($0.place.target, $0) }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: - Reading

    /// Reads one of the cameras, and says what there is to write to it.
    ///
    /// - Throws: what ``RestoreJob/plan(_:isOneOfMany:)`` throws
    package func plan(_ target: FleetTarget) async throws -> RestoreJob.Planned {
        guard let request = requests[target.target] else {
            throw RequestFault(description: "\(target) is not a camera of this run", hint: "name it once")
        }
        return try await job.plan(request, isOneOfMany: true)
    }

    /// What there is to write to all cameras, without the plans themselves: memory must not grow with the fleet.
    package struct Preview: Sendable {
        /// Of the plan of each camera to which something is to be written.
        private var digests: [CameraTarget: ContentDigest] = [:]
        package private(set) var sections = 0
        /// Whether some of it can cut the connection to a camera.
        package private(set) var cutsConnection = false

        package init() {}

        /// The cameras to which something is to be written.
        package var cameras: Int { digests.count }

        /// Adds what was planned for a camera.
        package mutating func add(_ planned: RestoreJob.Planned) {
            guard !planned.plan.steps.isEmpty else { return }
            digests[planned.request.place.target] = planned.digest
            sections += planned.plan.steps.count
            cutsConnection = cutsConnection || planned.plan.steps.contains { $0.interrupts.contains(.connection) }
        }

        fileprivate func has(_ planned: RestoreJob.Planned) -> Bool {
            digests[planned.request.place.target] == planned.digest
        }
    }

    // MARK: - Writing

    /// What became of a camera.
    package enum Written: Sendable {
        /// There was nothing to write.
        case asWanted(RestoreJob.Planned)
        case tried(RestoreJob.Planned, RestoreResult)
    }

    /// Something that the operator has not seen was about to be written.
    package struct Changed: Error, Sendable, Hashable, CustomStringConvertible {
        package let description = "it has changed since it was looked at; nothing was written"
        package let hint = "run the command again"
    }

    /// A run that writes to the cameras: the first one alone, the others after it went well.
    package struct Writing: Sendable {
        fileprivate let restore: FleetRestore
        fileprivate let options: RestoreOptions
        fileprivate let confirmed: Preview?
        fileprivate let gate: PilotGate

        /// Reads one of the cameras once more, and writes what was agreed to.
        ///
        /// - Throws: ``FleetRestore/Changed``, ``FleetFault/stopped(failures:)``, and what reading and writing throw
        package func write(_ target: FleetTarget) async throws -> Written {
            let planned = try await restore.plan(target)
            guard !planned.plan.steps.isEmpty else { return .asWanted(planned) }
            if let confirmed, !confirmed.has(planned) { throw Changed() }
            let result = try await gate.pass {
                try await restore.job.write(planned, options: options)
            } wentWell: { result in
                // Of a camera to which nothing was sent nothing was learnt.
                result.isComplete ? (result.written > 0 ? true : nil) : false
            }
            return .tried(planned, result)
        }
    }

    /// - Parameters:
    ///   - confirmed: the plans that were agreed to; nil if all are
    ///   - mostFailures: after so many cameras that went wrong no further one is begun
    package func writing(_ options: RestoreOptions, confirmed: Preview?, mostFailures: Int) -> Writing {
        Writing(restore: self, options: options, confirmed: confirmed, gate: PilotGate(mostFailures: mostFailures))
    }
}

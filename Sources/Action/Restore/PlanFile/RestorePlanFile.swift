package import CameraSchema
import Cryptography
import Files
package import JSONTree
package import SemanticDiff
package import Snapshots

/// A plan in a file, for somebody to look at and for `camkeep restore` to carry out later (docs/plan-format.md).
///
/// Its steps are for people and programs to read. A restore plans again from the configuration in the file, and refuses if the
/// camera has changed since. The file holds no secret in clear.
package struct RestorePlanFile: Sendable {
    /// Name and version of the program: `camkeep 0.1.0`.
    package var tool: String
    /// The camera as the user named it: `http://192.168.1.10`.
    package var target: String
    package var options: PlanOptions
    /// The configuration that is wanted, as the user named it.
    package var desiredName: String
    /// The wanted configuration, with its sealed part untouched.
    package var desired: Snapshot
    /// The camera as it was when the plan was made: the sections that a restore could write and that were asked for.
    package var live: Snapshot

    package init(
        tool: String, target: String, options: PlanOptions, desired: Snapshot, named desiredName: String,
        live: Snapshot, schema: CameraSchema
    ) {
        self.tool = tool
        self.target = target
        self.options = options
        self.desiredName = desiredName
        self.desired = desired
        self.live = Self.part(of: live, concernedBy: options, schema: schema)
    }

    init(
        tool: String, target: String, options: PlanOptions, desiredName: String, desired: Snapshot, live: Snapshot
    ) {
        self.tool = tool
        self.target = target
        self.options = options
        self.desiredName = desiredName
        self.desired = desired
        self.live = live
    }

    /// What has changed on the camera since the plan was made. `changes` has the settings, and `unreadSections` has the sections
    /// that could be read then and cannot be read now. The plan is stale unless both are empty.
    package func staleness(against live: Snapshot, named name: String, schema: CameraSchema) -> Difference {
        let differ = Differ(
            schema: schema,
            options: DiffOptions(
                include: options.including.contains(.identity) ? [.identity] : [], filter: options.filter))
        var difference = differ.difference(
            self.live, named: "the plan", Self.part(of: live, concernedBy: options, schema: schema), named: name)
        difference.unreadSections.removeAll { section in
            if case .failed? = self.live.sections[section]?.status { true } else { false }
        }
        return difference
    }

    private static func part(of snapshot: Snapshot, concernedBy options: PlanOptions, schema: CameraSchema) -> Snapshot
    {
        var result = snapshot
        let filter = options.filter
        result.sections = snapshot.sections.filter { name, _ in
            guard let section = SectionName(name) else { return false }
            return schema.endpoint(of: section)?.isWritten ?? false && filter.concerns(section)
        }
        result.export = nil
        result.sealed = nil
        return result
    }
}

// MARK: - Files

extension RestorePlanFile {
    /// The largest file, in bytes: two snapshots, and the steps between them.
    package static let largestFile = 64 << 20

    /// Writes a document whole or not at all, for its owner alone.
    package static func write(_ document: JSONValue, to path: String) throws(PlanFileError) {
        let bytes = JSONWriter.canonical(document) + [UInt8(ascii: "\n")]
        // What cannot be read again is never written.
        _ = try read(bytes, file: path)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty else {
            throw PlanFileError(.unreachable, file: path, detail: "this is not a name for a file")
        }
        let folder = parts.dropLast().joined(separator: "/")
        do throws(FileFault) {
            let open = try OpenFile(folder: parts.count == 1 ? "." : folder.isEmpty ? "/" : folder)
            try AtomicFile.write(bytes, as: String(name), in: open)
        } catch {
            throw PlanFileError(error, file: path)
        }
    }

    package static func read(_ path: String) throws(PlanFileError) -> RestorePlanFile {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try OpenFile(reading: path).readAll(limit: largestFile)
        } catch {
            throw PlanFileError(error, file: path)
        }
        return try read(bytes, file: path)
    }
}

extension PlanOptions {
    var filter: PathFilter { PathFilter(only: only, except: except) }
}

/// Why a plan file cannot be read or written.
package struct PlanFileError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// The file cannot be opened, read or written.
        case unreachable
        /// It is not a plan, or it has a version that this CamKeep cannot read.
        case wrongFormat
        /// It was edited or damaged.
        case damaged
    }

    package let code: Code
    package let file: String
    /// What is wrong, in words.
    package let detail: String
    /// The place in the document, where there is one.
    package let pointer: JSONPointer?

    package init(_ code: Code, file: String, detail: String, at pointer: JSONPointer? = nil) {
        self.code = code
        self.file = file
        self.detail = detail
        self.pointer = pointer
    }

    init(_ fault: FileFault, file: String) {
        self.init(.unreachable, file: file, detail: fault.reason)
    }

    /// The error of a snapshot inside the plan.
    init(_ error: SnapshotError, file: String, at place: JSONPointer) {
        self.init(
            .damaged, file: file, detail: error.detail, at: JSONPointer(place.steps + (error.pointer?.steps ?? [])))
    }

    /// What the reader of the message can do about it.
    package var nextStep: String {
        switch code {
        case .unreachable: "Check the path and its permissions."
        case .wrongFormat: "Give a file that camkeep plan -o has written, with a CamKeep that is not older."
        case .damaged: "The file was edited or damaged: make a new plan."
        }
    }
}

extension PlanFileError: CustomStringConvertible {
    package var description: String {
        let place = pointer.map { " (at \($0))" } ?? ""
        return "\(file): \(detail)\(place). \(nextStep)"
    }
}

package import CameraSchema
package import Configuration
package import JSONTree
package import Snapshots

/// A plan made ready to be carried out: what will be sent, what will not, and what could not be undone.
package struct PreparedRestore: Sendable {
    /// In the order of writing; what can cut the connection comes last.
    package private(set) var writes: [SectionWrite] = []
    /// Steps of the plan that are not sent, with the reason.
    package private(set) var heldBack: [StepResult] = []

    /// Secrets that are overwritten and whose old value nobody knows: a rollback leaves the new ones there.
    package var irrecoverable: [(section: SectionName, places: [JSONPointer])] {
        places { $0.irrecoverableSecrets }
    }

    /// Secrets that are overwritten and whose old value only this run knows: unless they are sealed into the journal, a
    /// rollback after a crash cannot put them back.
    package var lostByCrash: [(section: SectionName, places: [JSONPointer])] {
        places { write in write.secrets.filter { !write.irrecoverableSecrets.contains($0) } }
    }

    private func places(_ chosen: (SectionWrite) -> [JSONPointer]) -> [(section: SectionName, places: [JSONPointer])] {
        writes.compactMap { write in
            let places = chosen(write)
            return places.isEmpty ? nil : (write.section, places)
        }
    }

    /// - Parameters:
    ///   - live: the camera as it was read for the plan
    ///   - liveSecrets: the secrets that the camera showed then
    ///   - held: the secrets that are written
    package init(
        _ plan: RestorePlan, schema: CameraSchema, live: Snapshot, liveSecrets: SecretSet, held: SecretSet,
        options: RestoreOptions
    ) {
        let wording = ClearWording(live, schema)
        for step in plan.steps {
            do throws(SectionWrite.Refusal) {
                let write = try SectionWrite(
                    step, schema: schema, wording: wording, camera: liveSecrets[step.section], held: held[step.section])
                try Self.check(write, options)
                writes.append(write)
            } catch {
                heldBack.append(
                    StepResult(
                        section: step.section.description, title: step.title, outcome: .heldBack(error.reason)))
            }
        }
        writes = writes.filter { !$0.cutsConnection } + writes.filter(\.cutsConnection)
    }

    private static func check(_ write: SectionWrite, _ options: RestoreOptions) throws(SectionWrite.Refusal) {
        if write.cutsConnection, !options.mayReaddress {
            throw SectionWrite.Refusal(
                reason: "it can cut the connection to the camera; --allow-readdress writes it")
        }
        if options.onFailure == .rollback, let obstacle = write.obstacleToRollback {
            throw SectionWrite.Refusal(reason: "a rollback could not undo it: \(obstacle)")
        }
    }
}

import Files
import Foundation
import Glibc
import Testing

struct LockedFileTests {
    @Test func whatIsAddedIsThereAfterwards() throws {
        let folder = try Folder()
        do {
            let file = try LockedFile(folder.path + "/file", mayCreate: true)
            try file.append(Array("one\n".utf8))
            try file.append(Array("two\n".utf8))
            try file.truncate(to: 4)
            try file.append(Array("three\n".utf8))
            try file.syncName()
        }
        #expect(try folder.mode("file") == 0o600)
        #expect(
            try LockedFile(folder.path + "/file", mayCreate: false).readAll(limit: 100) == Array("one\nthree\n".utf8))
        #expect(throws: FileFault(kind: .tooLarge(limit: 9))) {
            try LockedFile.read(folder.path + "/file", limit: 9)
        }
    }

    @Test func oneProcessHasItAtATime() throws {
        let folder = try Folder()
        let file = try LockedFile(folder.path + "/file", mayCreate: true)
        do throws(FileFault) {
            _ = try LockedFile(folder.path + "/file", mayCreate: true)
            Issue.record("it is locked")
        } catch {
            #expect(error.isHeldByAnother)
        }
        // To look at it is allowed.
        #expect(try LockedFile.read(folder.path + "/file", limit: 9) == [])
        try file.remove()
        #expect(try folder.names == [])
        // What is gone is made anew, and no longer that file.
        _ = try LockedFile(folder.path + "/file", mayCreate: true)
    }

    @Test func nothingIsMadeUnlessThatIsAllowed() throws {
        let folder = try Folder()
        do throws(FileFault) {
            _ = try LockedFile(folder.path + "/file", mayCreate: false)
            Issue.record("there is no file")
        } catch {
            #expect(error.isMissingFile)
        }
        #expect(try folder.names == [])
    }

    @Test func aLinkIsNotFollowed() throws {
        let folder = try Folder()
        try folder.write("content", to: "file")
        symlink("file", folder.path + "/link")
        #expect(throws: FileFault(kind: .system(code: ELOOP))) { try LockedFile.read(folder.path + "/link", limit: 9) }
        do throws(FileFault) {
            _ = try LockedFile(folder.path + "/link", mayCreate: true)
            Issue.record("it is a link")
        } catch {
            #expect(error.code == ELOOP)
        }
    }

    @Test func aFolderIsMadeOnce() throws {
        let folder = try Folder()
        let parent = try OpenFile(folder: folder.path)
        try parent.makeFolder("inner")
        try parent.makeFolder("inner")
        #expect(try folder.mode("inner") == 0o700)
    }

    @Test func linesAreAddedWhole() throws {
        let folder = try Folder()
        try folder.write("a\nb", to: "lines")
        try OpenFile(appendingTo: folder.path + "/lines").appendLines(["c", "d"])
        #expect(try folder.read("lines") == "a\nb\nc\nd\n")
    }

    @Test func devicesAreTakenOnlyWhereTheyMayBe() throws {
        #expect(throws: FileFault(kind: .notRegular)) { try OpenFile(reading: "/dev/null").readAll(limit: 1) }
        #expect(throws: FileFault(kind: .notRegular)) { try OpenFile(appendingTo: "/dev/null").appendLines(["a"]) }
        #expect(try OpenFile(reading: "/dev/null").readAll(limit: 1, mayBeDevice: true) == [])
        try OpenFile(appendingTo: "/dev/null").appendLines(["a"], mayBeDevice: true)
    }
}

import Cryptography
import Files
import Glibc
import Testing

struct AtomicFileTests {
    @Test func replacesAFileAndLeavesNothingElse() throws {
        let folder = try Folder()
        try folder.write("old", to: "file")
        try AtomicFile.write(Array("new".utf8), as: "file", in: OpenFile(folder: folder.path))
        #expect(try folder.read("file") == "new")
        #expect(try folder.names == ["file"])
        #expect(try folder.mode("file") == 0o600)
    }

    @Test func whatCannotBeReplacedStaysAndNothingIsLeftBehind() throws {
        let folder = try Folder()
        #expect(mkdir(folder.path + "/file", 0o700) == 0)
        try folder.write("x", to: "file/x")
        #expect(throws: FileFault.self) {
            try AtomicFile.write([1], as: "file", in: OpenFile(folder: folder.path))
        }
        #expect(try folder.names == ["file"])
    }
}

struct OpenFileTests {
    @Test func readsUpToTheLimitOnly() throws {
        let folder = try Folder()
        try folder.write("12345", to: "file")
        let path = folder.path + "/file"
        #expect(try OpenFile(reading: path).readAll(limit: 5) == Array("12345".utf8))
        #expect(try OpenFile(reading: path).readSecret(limit: 5).exposed() == Array("12345".utf8))
        let tooLarge = FileFault(kind: .tooLarge(limit: 4))
        #expect(throws: tooLarge) { try OpenFile(reading: path).readAll(limit: 4) }
        #expect(throws: tooLarge) { try OpenFile(reading: path).readSecret(limit: 4) }
    }

    @Test func aFolderAndAPipeAreNoRegularFiles() throws {
        let folder = try Folder()
        mkfifo(folder.path + "/pipe", 0o600)
        for name in [".", "pipe"] {
            #expect(throws: FileFault(kind: .notRegular)) {
                try OpenFile(reading: folder.path + "/" + name).readAll(limit: 10)
            }
        }
    }

    @Test func aMissingFileIsToldApart() throws {
        let folder = try Folder()
        #expect { try OpenFile(reading: folder.path + "/nothing").readAll(limit: 1) } throws: {
            ($0 as? FileFault)?.isMissingFile == true
        }
    }

    @Test func namesAndKindsOfAFolder() throws {
        let folder = try Folder()
        try folder.write("abc", to: "file")
        let open = try OpenFile(folder: folder.path)
        #expect(try open.names() == ["file"])
        #expect(try open.lookUp("file")?.size == 3)
        #expect(try open.lookUp("other") == nil)
        #expect(try open.hasOne(of: ["other", "file"]))
        #expect(throws: FileFault(kind: .system(code: EEXIST))) {
            _ = try OpenFile(creating: "file", in: open.descriptor)
        }
    }
}
